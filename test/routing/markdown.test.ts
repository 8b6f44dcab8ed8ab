import { inline } from "../../infra/routing/report/markdown";

const NOTHING = "\u200b";

describe("text inside Markdown", () => {
  it.each([
    ["a mention", "@team", `@${NOTHING}team`],
    ["an address of mail", "a@b.example", `a@${NOTHING}b.example`],
    ["a link", "https://b.example", `https:${NOTHING}//b.example`],
    ["a link without a scheme", "www.b.example", `www${NOTHING}.b.example`],
    ["a scheme that needs no slashes", "mailto:a", `mailto${NOTHING}:a`],
    ["an issue", "o/r#12", `o/r#${NOTHING}12`],
    ["an issue in letters", "gh-12", `gh${NOTHING}-12`],
    ["a commit", "deadbee1", `d${NOTHING}eadbee1`],
    ["a picture", "![x](y)", "!\\[x\\](y)"],
    ["HTML", "<img> &lt;", "&lt;img&gt; &amp;lt;"],
    ["several lines", "a\n# b", "a # b"],
  ])("does not let %s come alive", (_, text, safe) => {
    expect(inline(text)).toBe(safe);
  });

  it.each([
    "checkout: 200,000 → 20 tokens a minute",
    "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeee1",
    "gpt-4.1-mini.ft-0af3",
  ])("leaves %s as it is, so that it can be copied", (text) => {
    expect(inline(text)).toBe(text);
  });
});
