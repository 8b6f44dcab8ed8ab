import { paygCost, ptuCost } from "../../../local/accounts/admission/tokenCost";

const request = { prompt: 1000, cached: 400, maxTokens: 100, output: 20 };

test("a provisioned deployment estimates the prompt without what is cached, and weighs output", () => {
  expect(ptuCost(request, { outputWeight: 8, guess: 500 })).toEqual({
    estimated: 600 + 8 * 100,
    actual: 600 + 8 * 20,
  });
});

test("the sizing of 1,000 requests a minute of 200 in and 20 out, gpt-5.2: 360,000 tokens", () => {
  const { actual } = ptuCost(
    { prompt: 200, cached: 0, maxTokens: undefined, output: 20 },
    { outputWeight: 8, guess: 0 },
  );
  expect(1000 * actual).toBe(360_000);
});

test("without max_tokens the service guesses", () => {
  const open = { ...request, maxTokens: undefined };
  expect(ptuCost(open, { outputWeight: 4, guess: 500 }).estimated).toBe(600 + 4 * 500);
  expect(paygCost(open, { guess: 500 }).estimated).toBe(1500);
});

test("pay-as-you-go counts the whole prompt and max_tokens", () => {
  expect(paygCost(request, { guess: 500 })).toEqual({ estimated: 1100, actual: 1020 });
});
