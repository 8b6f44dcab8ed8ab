import { TransportFailure } from "../../src/ports/transport";
import { policyGateway } from "../policies/policyGateway";
import { account, accounts, answersOf, takeCalls, throttled } from "./accounts";

// What `context.Response` is around an attempt is not documented. Public policies that are known to run tell something
// of it; the settings hold what else may be true.

const overflow = (condition: string, forward = `<forward-request buffer-request-body="true" />`) => ({
  backend: `<retry condition="@(context.Response.StatusCode == 429)" count="1" interval="0">
    <choose>
      <when condition="@(${condition})"><set-backend-service backend-id="second" /></when>
      <otherwise><set-backend-service backend-id="first" /></otherwise>
    </choose>
    ${forward}
  </retry>`,
  backends: [account("first"), account("second")],
  serve: accounts({ first: (n) => (n > 1 ? throttled(5) : { body: "first" }) }),
});

describe("the first run of a retry that asks what was answered so far", () => {
  // https://github.com/ayuina/apim-aoai-sample: has run, and its graph shows both regions.
  test("finds a response without a body", async () => {
    const gateway = policyGateway(overflow("context.Response.Body != null"));
    expect(await answersOf(gateway, 3)).toEqual(["first", "second", "second"]);
    expect(takeCalls(gateway)).toEqual(["first", "first", "second", "first", "second"]);
  });

  // https://github.com/Azure-Samples/apim-genai-gateway-toolkit, manage-spikes-with-payg: has a load test with results.
  test("finds a status that is no refusal", async () => {
    const gateway = policyGateway(overflow("context.Response.StatusCode == 429"));
    expect(await answersOf(gateway, 2)).toEqual(["first", "second"]);
  });

  test("fails where there is assumed to be none", async () => {
    const gateway = policyGateway({
      ...overflow("context.Response.StatusCode == 429"),
      settings: { responseBeforeForward: "null" },
    });
    expect(await answersOf(gateway, 1)).toEqual([500]);
    expect(gateway.lastError()?.message).toContain("Object reference not set to an instance of an object.");
    expect(takeCalls(gateway)).toEqual([]);
  });

  test("a condition that guards against null works either way", async () => {
    for (const responseBeforeForward of ["empty", "null"]) {
      const guarded = overflow("context.Response != null &amp;&amp; context.Response.StatusCode == 429");
      const gateway = policyGateway({ ...guarded, settings: { responseBeforeForward } });
      expect(await answersOf(gateway, 2)).toEqual(["first", "second"]);
    }
  });
});

describe("`fail-on-error-status-code` inside a retry", () => {
  const failing = () =>
    overflow(
      "context.Response.StatusCode == 429",
      `<forward-request fail-on-error-status-code="true" buffer-request-body="true" />`,
    );

  // https://github.com/Azure-Samples/apim-genai-gateway-toolkit, manage-spikes-with-payg
  test("leaves it to the condition whether there is another attempt", async () => {
    const gateway = policyGateway(failing());
    expect(await answersOf(gateway, 2)).toEqual(["first", "second"]);
  });

  test("fails when no attempt is left", async () => {
    const gateway = policyGateway({ ...failing(), serve: () => throttled(5) });
    expect(await answersOf(gateway, 1)).toEqual([429]);
    expect(gateway.calls).toHaveLength(2);
    expect(gateway.lastError()).toMatchObject({ source: "forward-request", section: "backend" });
  });

  test("ends the retries at once where that is assumed", async () => {
    const gateway = policyGateway({ ...failing(), settings: { retryAfterErrorStatus: "fails" } });
    expect(await answersOf(gateway, 2)).toEqual(["first", 429]);
  });

  test("fails on a status that the condition does not name", async () => {
    const gateway = policyGateway({ ...failing(), serve: () => ({ status: 404 }) });
    expect(await answersOf(gateway, 1)).toEqual([404]);
    expect(gateway.calls).toHaveLength(1);
  });
});

describe("an attempt without an answer, to a condition that asks for a status of 500", () => {
  // https://wkintegrations.com/handle-the-http-500-response-in-apim: connections that were closed, tried again by status.
  const dropped = (noResponseShown: string) =>
    policyGateway({
      backend: `<retry condition="@(context.Response.StatusCode == 500)" count="5" interval="10" max-interval="50" delta="10"><forward-request buffer-request-body="true" /></retry>`,
      settings: { noResponseShown },
      serve: (_, n) => {
        if (n < 3)
          throw new TransportFailure(
            "connection",
            "A connection that was expected to be kept alive was closed by the server.",
          );
        return { body: "here" };
      },
    });

  test("is tried again where silence is seen as an error", async () => {
    expect(await answersOf(dropped("error"), 1)).toEqual(["here"]);
  });

  test("is an error of the condition where it is seen as null", async () => {
    const gateway = dropped("null");
    expect(await answersOf(gateway, 1)).toEqual([500]);
    expect(gateway.lastError()?.source).toBe("retry");
    expect(gateway.calls).toHaveLength(1);
  });

  test("leaves its own error behind when every attempt is in vain", async () => {
    const gateway = policyGateway({
      backend: `<retry condition="@(context.Response.StatusCode == 500)" count="2" interval="0"><forward-request /></retry>`,
      settings: { noResponseShown: "error" },
      serve: () => {
        throw new TransportFailure("connection", "refused");
      },
    });
    expect(await answersOf(gateway, 1)).toEqual([500]);
    expect(gateway.calls).toHaveLength(3);
    expect(gateway.lastError()).toMatchObject({
      source: "forward-request",
      reason: "BackendConnectionFailure",
    });
  });
});

// https://github.com/microsoft/SimpleL7Proxy, APIM-Policy: another backend is tried when one is at its limit.
describe("`limit-concurrency` inside a retry", () => {
  const limited = (settings: Readonly<Record<string, unknown>>) => {
    let release = () => {};
    const gateway = policyGateway({
      inbound: `<base /><set-variable name="attempt" value="@(0)" />`,
      backend: `<retry condition="@(context.Response == null || context.Response.StatusCode != 200)" count="2" interval="0">
        <set-variable name="attempt" value='@((int)context.Variables["attempt"] + 1)' />
        <choose>
          <when condition='@((int)context.Variables["attempt"] == 1)'>
            <set-backend-service backend-id="first" />
            <limit-concurrency key="first" max-count="1"><forward-request /></limit-concurrency>
          </when>
          <otherwise><set-backend-service backend-id="second" /><forward-request /></otherwise>
        </choose>
      </retry>`,
      backends: [account("first"), account("second")],
      settings: { responseBeforeForward: "null", ...settings },
      serve: (call) => {
        const served = accounts()(call);
        if (served.body !== "first") return served;
        return new Promise((resolve) => {
          release = () => resolve(served);
        });
      },
    });
    return {
      /** What a request gets while another one is at the first backend. */
      async meanwhile() {
        const slow = gateway.send();
        await new Promise(setImmediate);
        const { status, text } = await gateway.send();
        release();
        expect((await slow).text).toBe("first");
        return status === 200 ? text : status;
      },
    };
  };

  test("leaves a request that finds no slot to the condition", async () => {
    expect(await limited({}).meanwhile()).toBe("second");
  });

  test("fails it where that is assumed", async () => {
    expect(await limited({ retryAfterConcurrencyLimit: "fails" }).meanwhile()).toBe(429);
  });
});
