/**
 * What a partner file may refer to, handed in as values: the mappings that there are, the transports, the ERP systems.
 */
import type { ZodType } from 'zod';
import type { GuideCheck } from '../hub-file/index.js';
import type { FileFormat } from './partner.js';

/** What a mapping reads; only what has to agree with the agreement that uses it. */
export interface KnownMapping {
  from: { format: 'x12'; set: string; version: string } | { format: FileFormat };
  /** The kind of its records. */
  to?: string;
}

/** What a mapping that writes makes. */
export interface KnownOutbound {
  to: { format: 'x12'; set: string; version: string } | { format: 'csv' | 'xml' };
  /** The kind of records that it takes. */
  from?: string;
}

export interface KnownNames {
  /** Names, or whole mappings, which are then compared with the documents they are used for. */
  mappings: Iterable<string> | ReadonlyMap<string, KnownMapping>;
  /** Mappings that write; without them those of agreements with direction out are looked for among `mappings`. */
  outbound?: ReadonlyMap<string, KnownOutbound>;
  /** Mappings that are there, and cannot be used for their own faults. */
  broken?: ReadonlySet<string>;
  /** The shelf of transports, each with the schema of its options; without it options are not checked here. */
  transports?: Readonly<Record<string, { options: ZodType }>>;
  /** Finds what is agreed beyond the guides and fits none; without it that is not checked here. */
  guides?: GuideCheck;
  /** The fields of a kind of record that are parties; without it `forward.to` is not checked here. */
  partiesOf?: (kind: string) => readonly string[];
}
