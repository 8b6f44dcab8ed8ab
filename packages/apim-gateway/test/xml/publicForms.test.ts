import { describeProblem } from "../../src/xml/problem";
import { readPolicy } from "../../src/xml/readPolicy";

/** What is told of an API's document with these policies in inbound. */
function told(inbound: string): string[] {
  const source = `<policies>\n<inbound>\n${inbound}\n</inbound>\n</policies>`;
  return readPolicy(source, { scope: "api" }).problems.map((problem) => describeProblem("p", problem));
}

/** The value of the first attribute of the first policy. */
function firstValue(source: string) {
  const { document, problems } = readPolicy(source, { scope: "api" });
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return document?.root.children[0]?.children[0]?.attributes[0]?.value;
}

test("a policy that is a part of another has an id too, as the portal gives to those that it writes", () => {
  const sent = `<send-request id="s" response-variable-name="r"><set-url>https://a.example</set-url>
    <set-method id="m">GET</set-method><set-header id="h" name="a"><value>b</value></set-header><set-body id="b">c</set-body>
    <authentication-managed-identity id="i" resource="https://a.example" /></send-request>`;
  expect(told(sent)).toEqual([]);
  expect(
    told('<return-response><set-status id="s" code="200" /><set-header id="h" name="a" /></return-response>'),
  ).toEqual([]);
  expect(told('<cors><allowed-origins id="o"><origin>*</origin></allowed-origins></cors>')).not.toEqual([]);
});

describe("what may be newer than the table", () => {
  test("an attribute that resembles no other is a warning", () => {
    expect(told('<rewrite-uri template="/a" keep-fragment="true" />')).toEqual([
      "p:3:28: warning: The 'keep-fragment' attribute is not declared; it may be newer than this gateway.",
    ]);
  });

  test("one that resembles another is a slip of the pen", () => {
    expect(told('<rewrite-uri templat="/a" />')).toEqual([
      "p:3:1: The required attribute 'template' is missing.",
      "p:3:14: The 'templat' attribute is not declared. Did you mean 'template'?",
    ]);
  });

  test("a choice that resembles no other is a warning, in attributes and in what is nested", () => {
    expect(told('<set-header name="a" exists-action="prepend" />')).toEqual([
      "p:3:37: warning: The 'exists-action' attribute is 'prepend', which may be newer than this gateway; documented are 'override' or 'skip' or 'append' or 'delete'.",
    ]);
    expect(
      told(
        '<llm-content-safety backend-id="b"><categories><category name="Fraud" threshold="1" /></categories></llm-content-safety>',
      ),
    ).toEqual([
      "p:3:64: warning: The 'name' attribute is 'Fraud', which may be newer than this gateway; documented are 'Hate' or 'SelfHarm' or 'Sexual' or 'Violence'.",
    ]);
  });

  test("a child that resembles no other is a warning; a policy in a wrong place is not", () => {
    const expected = "List of possible elements expected: 'address', 'address-range'.";
    expect(told('<ip-filter action="allow"><country>nl</country></ip-filter>')).toEqual([
      `p:3:27: warning: The element 'ip-filter' has invalid child element 'country'. ${expected} It may be newer than this gateway.`,
    ]);
    expect(told('<ip-filter action="allow"><set-method>GET</set-method></ip-filter>')).toEqual([
      `p:3:27: The element 'ip-filter' has invalid child element 'set-method'. ${expected}`,
    ]);
  });

  test("a secret is told only as wrong", () => {
    const { problems } = readPolicy(
      '<policies><inbound><check-header name="a" failed-check-httpcode="401" failed-check-error-message="m" ignore-case="{{s}}" /></inbound></policies>',
      { scope: "api", namedValues: () => ({ value: "sometimes", secret: true }) },
    );
    expect(problems.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      "error The 'ignore-case' attribute is invalid - The value '{{s}}' is invalid: it must be 'true' or 'false'.",
    ]);
  });
});

describe("what public documents hold and the reference does not", () => {
  test("attributes and children of other spellings", () => {
    expect(
      told('<llm-content-safety backend-id="b"><block-lists><id>one</id></block-lists></llm-content-safety>'),
    ).toEqual([
      "p:3:36: warning: 'block-lists' in 'llm-content-safety' is in public documents and not in the reference.",
    ]);
    expect(told('<set-body html-decode-expression="true">x</set-body>')).toEqual([
      "p:3:11: warning: The 'html-decode-expression' attribute is in public documents and not in the reference.",
    ]);
  });

  test("a child of another spelling is checked as the documented one is", () => {
    expect(told('<llm-content-safety backend-id="b"><block-lists /></llm-content-safety>')).toContain(
      "p:3:36: The element 'block-lists' has incomplete content. List of possible elements expected: 'id'.",
    );
  });

  test("lists that are empty, and metrics without dimensions", () => {
    expect(
      told('<validate-jwt header-name="a"><audiences><!-- none yet --></audiences></validate-jwt>'),
    ).toEqual([
      "p:3:31: warning: The element 'audiences' has incomplete content. List of possible elements expected: 'audience'.",
    ]);
    expect(told('<emit-metric name="calls" />')).toEqual([]);
  });

  test("a trace whose source is an expression", () => {
    expect(told('<trace source="@(context.Api.Id)"><message>m</message></trace>')).toEqual([]);
  });

  test("a quota of one API without a period of its own", () => {
    const nested = '<api name="a" calls="1"><operation id="o" bandwidth="2" /></api>';
    expect(told(`<quota calls="9" renewal-period="300">${nested}</quota>`)).toEqual([
      "p:3:1: warning: Policy is not allowed in the specified scope 'api'; 'quota' is allowed in product.",
    ]);
  });

  test.each([
    "{count}",
    "$" + "{count}",
    "#{count}#",
    "__COUNT__",
    "%COUNT%",
    "$(count)",
    "<count>",
    "{{count}]",
  ])("%s is filled in before it is deployed", (count) => {
    const escaped = count.replace("<", "&lt;");
    const [problem, ...others] = told(`<retry condition="@(true)" count="${escaped}" interval="1" />`);
    expect(problem).toBe(
      `p:3:35: warning: The 'count' attribute is '${count}', which seems to be filled in before it is deployed.`,
    );
    expect(others).toEqual([]);
  });

  test("words are no placeholder", () => {
    expect(told('<retry condition="@(true)" count="a lot" interval="1" />')).toEqual([
      "p:3:35: The 'count' attribute is invalid - The value 'a lot' is invalid: it must be a whole number from 1 to 50.",
    ]);
  });
});

describe("text between policies", () => {
  test("is a warning beside elements, in a section and in a policy that holds policies", () => {
    expect(told("<base />; <choose>\n<when condition='@(true)' />.\n</choose>")).toEqual([
      "p:2:10: warning: The element 'inbound' cannot contain text. Found: ';'.",
      "p:3:19: warning: The element 'choose' cannot contain text. List of possible elements expected: 'when', 'otherwise'. Found: '.'.",
    ]);
  });

  test("is an error where it stands for what is missing", () => {
    expect(told('<set-header name="a">b</set-header>')).toEqual([
      "p:3:22: The element 'set-header' cannot contain text. List of possible elements expected: 'value'. Found: 'b'.",
    ]);
  });
});

describe("an expression inside an attribute's other text", () => {
  test("may hold the quote of the attribute, and is not evaluated", () => {
    const value = firstValue(
      `<policies><inbound><cache-lookup-value key="user-@(context.Variables["id"])-@("v" + 1)!" variable-name="a" /></inbound></policies>`,
    );
    expect([value?.kind, value?.text]).toEqual(["literal", `user-@(context.Variables["id"])-@("v" + 1)!`]);
  });

  test("ends with the attribute where it only looks like one", () => {
    const value = firstValue(
      `<policies><inbound><set-variable name="me@(home" value="b" /></inbound></policies>`,
    );
    expect([value?.kind, value?.text]).toEqual(["literal", "me@(home"]);
  });
});

test("an attribute whose words stand in another order is told its name", () => {
  expect(
    told(
      '<llm-token-limit counter-key="a" tokens-per-minute="1" consumed-tokens-header-name="x-used" />',
    ).join(),
  ).toContain("Did you mean 'tokens-consumed-header-name'?");
});

test("what is refused names the page that says so: of the policy, or of the sections", () => {
  const { problems } = readPolicy(
    '<policies><inbound><choose><when condition="@(true)"><rate-limit-by-key calls="1" renewal-period="301" counter-key="a" /></when><wheN /></choose></inbound><inbuond /></policies>',
    { scope: "api" },
  );
  expect(problems.map(({ rule, page }) => [rule, page])).toEqual([
    ["value-out-of-range", "rate-limit-by-key-policy"],
    ["invalid-child", "choose-policy"],
    ["unknown-section", "api-management-howto-policies"],
  ]);
});
