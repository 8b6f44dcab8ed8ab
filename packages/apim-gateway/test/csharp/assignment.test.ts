import { evaluated } from "./evaluating";

const late = "DateTime.UtcNow.Year > 1";
const unassigned = "refused: Use of unassigned local variable `x`.";

test.each([
  `int x; return x;`,
  `int x; if (${late}) x = 1; return x;`,
  `int x; if (${late} || int.TryParse("5", out x)) return x; return 0;`,
  `int x; while (${late}) { x = 1; break; } return x;`,
  `int x; foreach (var y in new[] { 1 }) x = y; return x;`,
  `int x; try { x = 1; } catch (Exception) { } return x;`,
  `int x; switch (DateTime.UtcNow.Year) { case 1: x = 1; break; case 2: x = 2; break; } return x;`,
  `int x; Func<int> f = () => x; x = 1; return f();`,
  `int x; var y = ${late} ? (x = 1) : 2; return x;`,
  `int x; string s = null; var t = s?.Substring(x = 1); return x;`,
  `int x; x++; return x;`,
  `object o = 1; if (!(o is int x)) return x; return 0;`,
])("%s is refused", (code) => {
  expect(evaluated(code)).toBe(unassigned);
});

test.each([
  [`int x; if (${late}) x = 1; else x = 2; return x;`, "1"],
  [`int x; if (${late} && int.TryParse("5", out x)) return x; return 0;`, "5"],
  [`int x; if (!(${late} && int.TryParse("5", out x))) return 0; return x;`, "5"],
  [`int x; while (true) { x = 1; break; } return x;`, "1"],
  [`int x; for (x = 0; x < 3; x++) { } return x;`, "3"],
  [`int x; do { x = 1; } while (x < 0); return x;`, "1"],
  [`int x; try { x = 1; } catch (Exception) { x = 2; } return x;`, "1"],
  [`int x; try { } finally { x = 3; } return x;`, "3"],
  [`int x; switch (DateTime.UtcNow.Year) { case 1: x = 1; break; default: x = 2; break; } return x;`, "2"],
  [`int x; if (${late}) { x = 1; } else { throw new Exception(); } return x;`, "1"],
  [`object o = 5; if (!(o is int x)) return 0; return x;`, "5"],
  [`return F(4); int F(int n) => n == 0 ? 0 : G(n - 1); int G(int n) => n == 0 ? 1 : F(n - 1);`, "0"],
])("%s gives %s", (code, expected) => {
  expect(evaluated(code)).toBe(expected);
});
