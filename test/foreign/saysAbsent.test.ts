import { saysAbsent } from "../../infra/foreign/keepForeign";

test.each([
  "Status=404 Code=\"ResourceNotFound\" Message=\"The Resource 'x' under resource group 'rg' was not found.\"",
  "RESPONSE 404: 404 Not Found. ERROR CODE: ResourceGroupNotFound",
  'Status=409 Code="MissingSubscriptionRegistration" Message="The subscription is not registered to use namespace \'Microsoft.Web\'."',
])("a resource is absent: %s", (message) => expect(saysAbsent(message)).toBe(true));

test.each([
  "getaddrinfo ENOTFOUND management.azure.com",
  "AADSTS700016: Application with identifier 'x' was not found in the directory 'Contoso'.",
  "AADSTS90002: Tenant 'x' not found.",
  "RESPONSE 404: 404 Not Found. ERROR CODE: SubscriptionNotFound",
  'exec: "az": executable file not found in $PATH',
  'Status=403 Code="AuthorizationFailed" Message="The client does not have authorization."',
  "Status=429 Code=TooManyRequests",
])("something else is wrong, and the update stops before it overwrites anything: %s", (message) =>
  expect(saysAbsent(message)).toBe(false),
);
