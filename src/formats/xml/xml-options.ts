/**
 * How a partner writes its XML files: the `from:` of a mapping.
 */
import { z } from 'zod';

/** A name, with a prefix of `namespaces:` where it is in a namespace. */
const qualifiedName = /^(?:[\p{L}_][\p{L}\p{N}_.-]*:)?[\p{L}_][\p{L}\p{N}_.-]*$/u;

const limits = z.strictObject({
  depthMax: z.int().positive().max(1_000).default(100),
  elementsMax: z.int().positive().default(1_000_000),
  attributesMax: z.int().positive().max(10_000).default(100),
  /** Such as &amp; and &#233;. */
  referencesMax: z.int().positive().default(500_000),
});

export const xmlOptions = z.strictObject({
  format: z.literal('xml'),
  /** The outermost element. */
  root: z.string().regex(qualifiedName, 'the name of the outermost element, such as cXML'),
  /** Path of the element that is one document, from the root; without it the file is one document. */
  document: z.string().min(1).optional(),
  /** Prefix of our selectors to the URI that the file names. `default` is for names without a prefix. */
  namespaces: z
    .record(z.string().regex(/^[\p{L}_][\p{L}\p{N}_.-]*$/u, 'a prefix'), z.string().min(1))
    .default({}),
  /** A document type is never read; `ignore` takes files that have one nevertheless. */
  doctype: z.enum(['refuse', 'ignore']).default('refuse'),
  /** Over what the file says about itself. */
  encoding: z.enum(['utf-8', 'windows-1252', 'utf-16le', 'utf-16be']).optional(),
  /** A condition on a document that says that it is a test: its record is held. */
  test: z.record(z.string(), z.unknown()).optional(),
  limits: limits.prefault({}),
});

export type XmlOptions = z.output<typeof xmlOptions>;
