import { readerPath } from "../../src/csharp/runtime/json/readerPath";

// What Newtonsoft 13 says in the message of a reader that stops behind each text; the semantics oracle asks it.
test.each([
  ["", ""],
  ["{", ""],
  ['{"model"', ""],
  ['{"model":', "model"],
  ['{"model":"x" ', "model"],
  ['{"a":1,"b":{', "b"],
  ['{"a":1,"b":{"c":[', "b.c"],
  ['{"a":[1', "a[0]"],
  ['{"a":[1,', "a[0]"],
  ['{"a":[{"b":1},{"c":', "a[1].c"],
  ['{"a":[[],[2', "a[1][0]"],
  ['{"a":{"b":1}', "a"],
  ['{"two words":', "['two words']"],
  ['{"x":{"two words":', "x['two words']"],
  ["{'it\\'s':1, bare:", "bare"],
  ['{/* {"no": */ "a": // [', "a"],
  ['{"a":1}', ""],
])("%s", (text, path) => {
  expect(readerPath(text)).toBe(path);
});
