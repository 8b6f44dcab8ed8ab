import { evaluated } from "./evaluating";

const store =
  "{'store':{'book':[{'t':'A','p':8.95,'n':1,'s':true},{'t':'B','p':12.99,'n':2},{'t':'C','p':8.99,'n':3,'i':'x'},{'t':'D','p':22.99,'n':4,'i':'y'}],'bike':{'p':19.95,'c d':'red'}},'min':10}";
const select = (path: string) => evaluated(`JObject.Parse("${store}").SelectTokens("${path}")`);

// What Json.NET finds, in its order.
test.each([
  ["$.store.bike['c d']", '["red"]'],
  ["store.book[0].t", '["A"]'],
  ["$.store.book[*].n", "[1, 2, 3, 4]"],
  ["$.store.bike.*", '[19.95, "red"]'],
  ["$..p", "[8.95, 12.99, 8.99, 22.99, 19.95]"],
  ["$.store.book[0,2].t", '["A", "C"]'],
  ["$.store.book[1:3].t", '["B", "C"]'],
  ["$.store.book[-1:].t", '["D"]'],
  ["$.store.book[::2].t", '["A", "C"]'],
  ["$.store.book[::-1].n", "[4, 3, 2, 1]"],
  ["$.store.book[:2].n", "[1, 2]"],
  ["$.store.book[0]['t','n']", '["A", 1]'],
  ["$.store.book[?(@.t == 'B')].n", "[2]"],
  ["$.store.book[?(@.p < 10 && @.n > 1)].t", '["C"]'],
  ["$.store.book[?(@.p > 20 || @.s == true)].t", '["A", "D"]'],
  ["$.store.book[?(@.i)].t", '["C", "D"]'],
  ["$.store.book[?(@.i != 'x')].t", '["D"]'],
  ["$.store.book[?(@.p >= $.min)].t", '["B", "D"]'],
  ["$.store.book[?(@.t =~ /^[ab]$/i)].n", "[1, 2]"],
  ["$..[?(@.c)]", "[]"],
  ["$..[?(@.t == 'D')].p", "[22.99]"],
  ["$.nothing[3].x", "[]"],
  ["$.store.book[9]", "[]"],
  ["$", `[${store.replaceAll("'", '"')}]`],
])("%s finds %s", (path, expected) => {
  expect(select(path)).toBe(expected);
});

test.each([
  ["$.store.book[", "Path ended with open indexer."],
  ["$.a.", "Unexpected end while parsing path."],
  ["$.a[b]", "Unexpected character while parsing path indexer: b"],
  ["$.a[]", "Array index expected."],
  ["$.a[1:2:0]", "Step cannot be zero."],
  ["$.a[?(@.x ==)]", "Could not read query operator."],
  ["$['a", "Path ended with an open string."],
])("%s is refused when it runs", (path, message) => {
  expect(select(path)).toBe(`Newtonsoft.Json.JsonException: ${message}`);
});

test("one token is asked for, and found, missed, or one of several", () => {
  const one = (rest: string) => evaluated(`JObject.Parse("${store}").SelectToken(${rest})`);
  expect(one('"store.bike.p"')).toBe("19.95");
  expect(one('"store.car"')).toBe("null");
  expect(one('"store.car", true')).toBe(
    "Newtonsoft.Json.JsonException: Property 'car' does not exist on JObject.",
  );
  expect(one('"$..p"')).toBe("Newtonsoft.Json.JsonException: Path returned multiple tokens.");
});

test("a path that multiplies what it finds is ended", () => {
  const nested = "[".repeat(60) + "]".repeat(60);
  expect(evaluated(`JToken.Parse("${nested}").SelectTokens("$..*..*..*..*..*").Count()`)).toBe(
    "LimitExceeded: The expression exceeded its limit of steps.",
  );
});
