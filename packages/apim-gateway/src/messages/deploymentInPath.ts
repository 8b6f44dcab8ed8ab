const deployments = "/deployments/";

/** The first segment that stands behind `/deployments/` and is not empty, decoded; `undefined` where there is none. */
export function findDeploymentInPath(url: string): string | undefined {
  for (let at = url.indexOf(deployments); at >= 0; at = url.indexOf(deployments, at + 1)) {
    const from = at + deployments.length;
    let end = from;
    while (end < url.length && url[end] !== "/" && url[end] !== "?") end++;
    if (end > from) return decoded(url.slice(from, end));
  }
  return undefined;
}

function decoded(segment: string): string {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
