/** Why an address cannot be listened on, with the way out. `undefined`: the error is of something else. */
export function listenFault(
  host: string,
  port: number,
  { code = "", syscall = "" }: NodeJS.ErrnoException,
): string | undefined {
  if (!ofAddresses.has(syscall)) return undefined;
  const says = `Cannot listen on ${host.includes(":") ? `[${host}]` : host}:${port} (${code}).`;
  if (code === "EADDRINUSE") return `${says} Choose another with --port; 0 takes any that is free.\n`;
  if (code === "EACCES")
    return `${says} Ports below 1024 need rights here; choose another with --port, such as 8180.\n`;
  return `${says} This machine has no such address: --host 127.0.0.1 is for this machine only, 0.0.0.0 for all its addresses.\n`;
}

const ofAddresses = new Set(["listen", "bind", "getaddrinfo"]);
