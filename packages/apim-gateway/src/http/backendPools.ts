import { isIP } from "node:net";
import { checkServerIdentity, type PeerCertificate, rootCertificates, type TLSSocket } from "node:tls";
import { buildConnector, Client, type Dispatcher, Pool } from "undici";
import { type BackendRequest, TransportFailure } from "../ports/transport";
import { gatherWrites } from "./gatherWrites";

export type TlsChecks = BackendRequest["tls"];

export interface PoolOptions {
  readonly connectTimeoutMs: number;
  readonly maxConnectionsPerOrigin: number;
  readonly keepAliveMs: number;
  /** Pools kept; the longest unused ones that are idle are closed. */
  readonly maxOrigins: number;
  /** Certificates (PEM) to trust besides the usual ones. */
  readonly certificateAuthorities: readonly string[];
}

/** Connections to one origin under one way to check certificates. */
export interface BackendPool {
  readonly pool: Pool;
  /** A connection of its own for one call. */
  once(): Dispatcher;
  /** Where it really connects to. */
  readonly address: string;
  /** A connection was made and has carried nothing yet. */
  fresh: boolean;
  lastUse: number;
}

/** The certificate with its issuers, and its key: PEM. */
function presented({ clientCertificate }: TlsChecks) {
  if (clientCertificate?.privateKey === undefined) return {};
  const chain = [clientCertificate, ...clientCertificate.chain];
  return {
    cert: chain.map(({ x509 }) => x509.toString()).join("\n"),
    key: clientCertificate.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

/** One pool per origin, made when needed; as many as allowed. */
export class BackendPools {
  private readonly pools = new Map<string, BackendPool>();
  private uses = 0;

  constructor(private readonly options: PoolOptions) {}

  get size(): number {
    return this.pools.size;
  }

  /**
   * @param origin of the URL
   * @param address origin to connect to; may change from call to call
   * @throws TransportFailure for what is no origin
   */
  find(origin: string, address: string, tls: TlsChecks): BackendPool {
    const { validateCertificateChain: chain, validateCertificateName: name, clientCertificate } = tls;
    const key =
      chain && name && clientCertificate === undefined
        ? origin
        : `${origin} ${chain} ${name} ${clientCertificate?.thumbprint ?? ""}`;
    let found = this.pools.get(key);
    if (found === undefined || found.address !== address) {
      for (const text of [origin, address])
        if (!URL.canParse(text))
          throw new TransportFailure("connection", `${text} is not a URL of a server.`);
      // What runs on the old address ends there.
      if (found !== undefined) void found.pool.close();
      found = this.open(origin, address, tls);
      this.pools.set(key, found);
      if (this.pools.size > this.options.maxOrigins) this.closeIdle(found);
    }
    found.lastUse = ++this.uses;
    return found;
  }

  async close(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map(({ pool }) => pool.destroy()));
  }

  private open(origin: string, address: string, tls: TlsChecks): BackendPool {
    const { connectTimeoutMs, maxConnectionsPerOrigin, keepAliveMs, certificateAuthorities } = this.options;
    const { hostname } = new URL(origin);
    const shared = {
      connect: connector(hostname, tls, connectTimeoutMs, certificateAuthorities),
      // How long an answer may take is up to the caller of the transport.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    const pool = new Pool(address, {
      ...shared,
      connections: maxConnectionsPerOrigin,
      keepAliveTimeout: keepAliveMs,
    });
    const once = () => {
      const client = new Client(address, { ...shared, pipelining: 0 });
      // Ends with the call that it is about to carry.
      queueMicrotask(() => void client.close());
      return client;
    };
    const made: BackendPool = { pool, once, address, fresh: false, lastUse: 0 };
    pool.on("connect", () => {
      made.fresh = true;
    });
    return made;
  }

  private closeIdle(except: BackendPool): void {
    const idle = [...this.pools].filter(([, made]) => made !== except && made.pool.stats.size === 0);
    idle.sort(([, a], [, b]) => a.lastUse - b.lastUse);
    for (const [key, { pool }] of idle.slice(0, this.pools.size - this.options.maxOrigins)) {
      this.pools.delete(key);
      void pool.close();
    }
  }
}

/** Connects, and checks the certificate as asked: its chain and its name apart. */
function connector(
  serverName: string,
  tls: TlsChecks,
  timeout: number,
  authorities: readonly string[],
): buildConnector.connector {
  const { validateCertificateChain: chain, validateCertificateName: name } = tls;
  const checkName = (host: string, certificate: PeerCertificate) =>
    name ? checkServerIdentity(host, certificate) : undefined;
  const connect = buildConnector({
    timeout,
    allowH2: false,
    rejectUnauthorized: chain,
    checkServerIdentity: checkName,
    ...presented(tls),
    ...(authorities.length > 0 ? { ca: [...rootCertificates, ...authorities] } : {}),
  });
  const isAddress = isIP(serverName.replace(/^\[|\]$/g, "")) !== 0;
  return (options, callback) =>
    // Never the name of a Host header: it is the URL's host that has to prove itself.
    connect({ ...options, servername: isAddress ? "" : serverName }, (...result) => {
      const [error, socket] = result;
      if (error === null) gatherWrites(socket);
      if (error !== null || chain || !name || options.protocol !== "https:") return callback(...result);
      // Without the check of the chain Node does not check the name either.
      const wrong = checkServerIdentity(serverName, (socket as TLSSocket).getPeerCertificate());
      if (wrong === undefined) return callback(...result);
      socket.destroy();
      return callback(wrong, null);
    });
}
