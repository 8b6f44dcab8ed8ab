import type { Finding } from "../finding";
import type { TopologyFile } from "../schema";
import type { Topology } from "../topology";

/** What a rule judges: the file as written, and what it comes to. */
export interface Fleet {
  readonly file: TopologyFile;
  readonly topology: Topology;
}

/** One rule of the domain: a pure function of the fleet. */
export type Rule = (fleet: Fleet) => Iterable<Finding>;

const rules: readonly Rule[] = [];

/** Everything that the rules of the domain have to say. */
export function findAll(file: TopologyFile, topology: Topology): Finding[] {
  return rules.flatMap((rule) => [...rule({ file, topology })]);
}
