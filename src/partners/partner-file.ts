/**
 * The form of a file in partners/. The descriptions are its documentation.
 *
 * What a schema cannot know (other files, names that must exist) is checked in check-partners.ts.
 */
import { z } from 'zod';
import { name, settingKeys } from '../hub-file/index.js';
import { periodSchema } from '../timing/index.js';
import { type Awaited, fileFormats } from './partner.js';

const status = z.enum(['draft', 'testing', 'live', 'paused', 'retired']);

const isaId = z
  .string()
  .regex(
    /^[\x21-\x7e](?:[\x20-\x7e]{0,13}[\x21-\x7e])?$/,
    'must have 1 to 15 characters, without blanks at the ends',
  );
const gsId = z
  .string()
  .regex(
    /^[\x21-\x7e][\x20-\x7e]{0,13}[\x21-\x7e]$/,
    'must have 2 to 15 characters, without blanks at the ends',
  );

const party = {
  qualifier: z
    .string()
    .regex(/^[A-Z0-9]{2}$/, 'must be two letters or digits, such as ZZ or "01"')
    .describe('Kind of identifier, ISA05 or ISA07: 01 DUNS, 07 GLN, 12 telephone, 20 HIN, ZZ agreed.'),
  id: isaId.describe('ISA06 or ISA08, without trailing blanks.'),
  group: gsId
    .optional()
    .describe(
      'GS02 or GS03. The hub notes any other value. Default: the same as id, and the hub takes any value.',
    ),
};

const x12Identity = z.strictObject({
  ours: z.strictObject(party).describe('The hospital, as this partner addresses it.'),
  theirs: z
    .strictObject({
      ...party,
      testId: isaId.optional().describe('Their ISA06 in test interchanges, beside id.'),
    })
    .describe('The partner, as it names itself.'),
});

const identifiers = z.strictObject({
  x12: z
    .union([x12Identity, z.array(x12Identity).min(1)])
    .optional()
    .describe('ISA and GS identifiers of both sides. A list when the partner uses several.'),
  gln: z
    .string()
    .regex(/^\d{13}$/, 'must be 13 digits')
    .optional()
    .describe('Global location number.'),
  duns: z
    .string()
    .regex(/^\d{9}(\d{4})?$/, 'must be 9 or 13 digits')
    .optional()
    .describe('DUNS or DUNS+4 number.'),
  hin: z
    .string()
    .regex(/^[A-Z0-9]{9}$/, 'must be 9 letters or digits')
    .optional()
    .describe('Health industry number, with its suffix.'),
  vendorNumbers: z.array(z.string().min(1)).default([]).describe("The ERP's numbers for this supplier."),
});

const fileName = z
  .string()
  .regex(
    /^[^/\\[\]{}\0]+$/,
    'this is not a file name pattern\nonly * (any characters) and ? (one character) are special',
  );

const ready = z.strictObject({
  settleMs: z
    .int()
    .min(0)
    .max(86_400_000)
    .default(10_000)
    .describe('How long size and time of a file must stay the same before the hub takes it.'),
  trailer: z.boolean().default(true).describe('The hub takes an X12 file only when it ends with IEA.'),
  doneMarker: z
    .string()
    .regex(/^\.[A-Za-z0-9._-]+$/, 'must be a suffix such as .done')
    .optional()
    .describe('A suffix such as .done: the hub takes x.edi when x.edi.done is beside it.'),
  maxIncompleteAgeMs: z
    .int()
    .min(1)
    .max(604_800_000)
    .default(3_600_000)
    .describe('The hub takes a file without a trailer after this time, and rejects it as cut off.'),
});

const receive = z.strictObject({
  path: z.string().min(1).describe('The inbox. Folders are relative to the configuration folder.'),
  match: z
    .array(fileName)
    .min(1)
    .default(['*'])
    .describe('File names to take. * is any characters, ? is one.'),
  ready: ready.prefault({}).describe('When a file is complete.'),
  claim: z
    .literal('rename')
    .default('rename')
    .describe('How the hub claims a file so that nobody else takes it.'),
  claimed: z.string().min(1).optional().describe('Where claimed files wait. Default: .claimed in the inbox.'),
  finish: z
    .union([
      z.strictObject({ move: z.string().min(1).describe('The hub moves the file to this folder.') }),
      z.strictObject({ delete: z.literal(true).describe('The hub deletes the file.') }),
    ])
    .describe('What happens to a file at its origin once it is stored.'),
});

const send = z.strictObject({
  path: z.string().min(1).describe('The folder that the partner reads.'),
  name: z
    .string()
    .default('{document}_{control}.x12')
    .superRefine((pattern, context) => {
      const problem = problemOfName(pattern);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .describe(
      'Names of files that are sent. {document} is the transaction set, {control} the control number. For CSV and XML they are ' +
        'the name of the document and a counter, and .csv or .xml replaces .x12 at the end.',
    ),
});

/** Keys of a connection that are the same for every transport; all others are the transport's options. */
export const connectionKeys = {
  transport: z.string().min(1).describe('How files are exchanged: folder or sftp.'),
  pollIntervalMs: z
    .int()
    .min(100)
    .max(86_400_000)
    .default(60_000)
    .describe('How often the hub lists the inbox. It also looks at a folder when that changes.'),
  receive: receive.optional().describe('Files from the partner.'),
  send: send.optional().describe('Files to the partner.'),
};

const connection = z
  .looseObject(connectionKeys)
  .refine(({ receive, send }) => receive !== undefined || send !== undefined, {
    message: 'a connection that neither receives nor sends is of no use\nadd receive: or send:',
  });

const document = z
  .string()
  .transform((text, context) => {
    const x12 = /^x12\/([A-Z0-9]{3})\/(\d{6}[A-Z0-9]{0,6})$/.exec(text);
    if (x12) return { format: 'x12' as const, set: x12[1]!, version: x12[2]! };
    const file = /^([a-z]+)\/([a-z][a-z0-9-]*)$/.exec(text);
    const format = fileFormats.find((known) => known === file?.[1]);
    if (format) return { format, name: file![2]! };
    const short = /^(x12\/[A-Z0-9]{3})\/(\d{4})$/.exec(text);
    const help = short
      ? `did you mean "${short[1]!}/00${short[2]!}"?`
      : 'such as x12/810/004010, csv/invoice or xml/order';
    context.addIssue({ code: 'custom', message: `this is not a document type\n${help}` });
    return z.NEVER;
  })
  .describe(
    'x12/SET/VERSION, the version as in GS08; or csv/NAME, fixed/NAME, json/NAME or xml/NAME with a name of your choice.',
  );

const period = periodSchema.optional();
const expectation = z
  .strictObject({
    '997': period.describe('A 997 for the group. A 999 meets it too.'),
    '999': period.describe('A 999 for the group. A 997 meets it too.'),
    ta1: period.describe('A TA1 for the interchange. ISA14 asks for one.'),
    '855': period.describe('A purchase order acknowledgment.'),
    '856': period.describe('A ship notice for the order.'),
    '810': period.describe('An invoice for the order.'),
  } satisfies Record<Awaited, unknown>)
  .describe(
    'For direction out: what the partner owes for each document, and within which time: 90m, 24h, 2d (of 24 hours) or 1bd ' +
      '(business days by calendar: in hub.yaml).',
  );

const agreement = z.strictObject({
  id: name.describe('Name of the agreement, unique in this file.'),
  status: status.optional().describe("Default: the partner's status."),
  direction: z.enum(['in', 'out']).describe('in: from the partner. out: to the partner.'),
  document,
  match: fileName.optional().describe('Not for X12: names of the files of this type.'),
  mapping: name.optional().describe('Name of a file in mappings/, without .yaml. Acknowledgments need none.'),
  deliver: z.array(name).default([]).describe('ERP systems of hub.yaml that get the records.'),
  forward: z
    .union([
      z.strictObject({
        to: z.string().min(1).describe('The party of the record that is the recipient, such as supplier.'),
      }),
      z.strictObject({ partner: name.describe('The recipient, whatever the record says.') }),
    ])
    .optional()
    .describe('For direction in: the partner that records go on to.'),
  connection: name.optional().describe('For direction out: the connection that documents go out on.'),
  identity: isaId
    .optional()
    .describe(
      'For direction out: X12 goes out under the identity with this id of the partner. Default: the first.',
    ),
  batch: z
    .strictObject({
      setsMax: z.int().min(1).max(1_000).describe('The most documents in one interchange.'),
      waitMs: z.int().min(1_000).max(86_400_000).describe('How long a document waits for others.'),
    })
    .optional()
    .describe('For direction out: X12 documents share an interchange. Default: each has its own.'),
  expect: expectation.default({}),
  duplicate: z
    .strictObject({
      key: z.array(z.string().min(1)).min(1).describe('Fields of the record, such as [number, date].'),
      then: z.literal('hold').describe('A record with the same fields as an earlier one waits for a person.'),
    })
    .optional()
    .describe('When a record counts as a duplicate of an earlier one.'),
  acknowledge: settingKeys.acknowledge,
  answer: settingKeys.answer,
  validation: settingKeys.validation,
});

const contact = z.strictObject({
  role: z.string().min(1).describe('Role of the person, such as edi, accounts or logistics.'),
  name: z.string().min(1).optional().describe('Name of the person.'),
  email: z.string().min(3).optional().describe('Mail address.'),
  phone: z.string().min(3).optional().describe('Telephone number.'),
});

export const partnerFileSchema = z.strictObject({
  partner: name.describe('Name of the partner in the hub: small letters, digits, hyphens.'),
  name: z.string().min(1).max(200).describe('Name of the company.'),
  status: status.describe(
    'draft or retired: not in use. testing: read and answered, not delivered. live: in full use. ' +
      'paused: nothing is fetched or delivered.',
  ),
  owner: z
    .string()
    .min(1)
    .optional()
    .describe('Who in the hospital looks after this partner. For people to read.'),
  contacts: z.array(contact).default([]).describe('People at the partner. For people to read.'),
  identifiers: identifiers.prefault({}).describe('How the hub recognises the partner.'),
  connections: z.record(name, connection).default({}).describe('Where files are exchanged, by name.'),
  agreements: z
    .array(agreement)
    .default([])
    .describe('Which documents are exchanged, in which direction, with which mapping.'),
  syntax: z
    .strictObject(settingKeys)
    .default({})
    .describe('Settings of all agreements with this partner. The rest comes from defaults: in hub.yaml.'),
});

export type PartnerFile = z.output<typeof partnerFileSchema>;

function problemOfName(pattern: string): string | undefined {
  if (!pattern.includes('{control}')) {
    return 'files need different names\nput {control} into the name';
  }
  const rest = pattern.replaceAll('{control}', '').replaceAll('{document}', '');
  if (/[{}]/.test(rest)) return 'only {document} and {control} are filled in';
  return /^[A-Za-z0-9 ._+-]*$/.test(rest)
    ? undefined
    : 'only letters, digits, blanks and ._+- can stand in it';
}
