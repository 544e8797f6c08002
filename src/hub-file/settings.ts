/**
 * What may be agreed with a partner about acknowledging, validating and writing: the built-in values, hub.yaml's
 * `defaults:` over them, a partner's file over those.
 *
 * Every effective value remembers which file said it, so that an operator can be told why the hub did something.
 */
import { z } from 'zod';
import { guideSchema, mergeGuides } from './guide-settings.js';

/** How deep a setting stands: `validation.guide.codes.355` is one, whatever it holds. */
const settingDepthMax = 4;

const strictness = ['fail', 'tolerate', 'warn', 'off'] as const;

function strict(what: string) {
  return z.enum(strictness).describe(`${what}.`);
}

const delimiter = z
  .string()
  .regex(
    /^[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]$/,
    'must be one printable character that is no letter, digit or blank',
  );

/** How interchanges are judged before anything in them is looked at. */
const interchangeSchema = z.strictObject({
  duplicate: z
    .enum(['hold', 'reject', 'accept'])
    .describe(
      'An interchange control number (ISA13) that was seen before. hold: a person decides. reject: the hub answers with TA1 025. accept: the hub takes it.',
    ),
  windowDays: z.int().min(1).max(3660).describe('How many days the hub remembers a control number.'),
  gap: z
    .enum(['warn', 'ignore'])
    .describe('An ISA13 that skips numbers. warn: the hub notes it. ignore: it does not.'),
  onBadSet: z
    .enum(['reject-set', 'reject-group', 'reject-interchange'])
    .describe('What one rejected transaction set does to its neighbours.'),
});

const validationSchema = z.strictObject({
  length: strict('Elements too short or too long'),
  characters: strict('Characters that an element may not hold'),
  repetitions: strict('Elements repeated, or split into components, more than the guide allows'),
  order: strict('Segments at a wrong place'),
  maxUse: strict('Segments and loops more often than the guide allows'),
  unknownSegments: strict('Segments that the transaction set does not have'),
  conditional: strict('Conditions between elements of a segment'),
  codes: z
    .enum(['guide', 'tolerate', 'warn', 'off'])
    .describe(
      'Codes outside the list. guide: they fail where the hub knows the whole list, and are noted where it knows a part.',
    ),
  uniqueControlNumbers: z
    .enum(['fail', 'warn', 'off'])
    .describe('The same ST02 twice in a group, or GS06 twice in an interchange.'),
  text: z
    .enum(['printable', 'extended', 'basic'])
    .describe('Characters that text may hold: any printable character, or the extended or basic set of X12.'),
  guide: guideSchema
    .optional()
    .describe('Codes, elements and segments that differ from the guide of the transaction set.'),
});

/** Fewer would come again while the partner still remembers them. */
const controlNumbersLeast = 1000;

/** What nine digits hold. */
const controlNumber = z.int().min(1).max(999_999_999);

const sendSchema = z.strictObject({
  elementSeparator: delimiter.describe('Between elements.'),
  componentSeparator: delimiter.describe('Between components of a composite (ISA16).'),
  repetitionSeparator: delimiter.describe('Between repetitions (ISA11), from version 00402 on.'),
  segmentTerminator: z
    .union([delimiter, z.literal('\n')])
    .describe('Ends each segment. A line break ("\\n") is possible.'),
  lineEnding: z.enum(['none', 'lf', 'crlf']).describe('What follows each terminator.'),
  replacementCharacter: z
    .string()
    .regex(/^[\x20-\x7e]?$/, 'must be one printable character, or "" to refuse such a document')
    .describe(
      'Replaces a delimiter or control character in text, with a warning. In an identifier, code or number such a character ' +
        'holds the document instead. "": the hub refuses any such document.',
    ),
  usage: z
    .enum(['as-received', 'P', 'T'])
    .describe(
      'ISA15. as-received: an acknowledgment repeats the ISA15 that it acknowledges, and has T while the partner, or every ' +
        'agreement of the interchange, is in testing; other documents have P, and T in testing. T: everything has T. ' +
        'P: acknowledgments have P.',
    ),
  controlNumbers: z
    .strictObject({
      first: controlNumber.describe('The first number.'),
      last: controlNumber.describe('The highest number.'),
    })
    .refine(({ first, last }) => last - first + 1 >= controlNumbersLeast, {
      message: `must hold at least ${controlNumbersLeast} numbers: last is too near to first, or below it`,
    })
    .describe(
      'Range of ISA13 and GS06 in files that are sent. After last comes first. The count begins at first where the next ' +
        'number is outside the range.',
    ),
});

const answerSchema = z.strictObject({
  files: z
    .enum(['none', 'text', 'html', 'both'])
    .describe(
      'Form of the report for people that the hub writes when it rejects something. Agree on it with the partner first: the ' +
        'partner must expect files that are not X12.',
    ),
  name: z
    .string()
    .regex(
      /^(?=.*\{control\})(?:[A-Za-z0-9 ._+-]|\{document\}|\{control\})+$/,
      'this is not a name for answer files\nput {control} into it, and beside {document} only letters, digits, blanks and ._+-',
    )
    .describe(
      'Names of the files, before .txt and .html. {document} becomes "answer", {control} becomes a counter.',
    ),
  connection: z
    .string()
    .min(1)
    .optional()
    .describe('Connection that the reports go to. Default: the connection that acknowledgments go to.'),
});

const acknowledgeSchema = z
  .enum(['997', '999', 'none'])
  .describe(
    'Acknowledgment of transaction sets that come in. There is no 999 before 005010: an older group gets a 997 instead.',
  );
const ta1Schema = z
  .enum(['as-asked', 'always', 'never'])
  .describe('Whether an interchange that comes in gets a TA1. as-asked: ISA14 decides.');

export type InterchangeSettings = z.infer<typeof interchangeSchema>;
export type ValidationSettings = z.infer<typeof validationSchema>;
export type SendSettings = z.infer<typeof sendSchema>;
export type AnswerSettings = z.infer<typeof answerSchema>;

/** All settings, as in force. */
export interface AgreementSettings {
  acknowledge: '997' | '999' | 'none';
  ta1: 'as-asked' | 'always' | 'never';
  answer: AnswerSettings;
  interchange: InterchangeSettings;
  validation: ValidationSettings;
  send: SendSettings;
}

/** Some of the settings, as one file gives them. */
export interface GivenSettings {
  acknowledge?: AgreementSettings['acknowledge'] | undefined;
  ta1?: AgreementSettings['ta1'] | undefined;
  answer?: Given<AnswerSettings> | undefined;
  interchange?: Given<InterchangeSettings> | undefined;
  validation?: Given<ValidationSettings> | undefined;
  send?: Given<SendSettings> | undefined;
}

type Given<T> = { [K in keyof T]?: T[K] | undefined };

/** Settings in force, and by dotted name (`interchange.duplicate`) the file and line that said so, or "built in". */
export interface EffectiveSettings {
  values: AgreementSettings;
  origins: Readonly<Record<string, string>>;
}

/** The keys under which a file gives settings. */
export const settingKeys = {
  acknowledge: acknowledgeSchema.optional(),
  ta1: ta1Schema.optional(),
  answer: answerSchema
    .partial()
    .optional()
    .describe('Reports for people at the partner about rejected documents.'),
  interchange: interchangeSchema.partial().optional().describe('How the hub judges interchanges as a whole.'),
  validation: validationSchema
    .partial()
    .optional()
    .describe(
      'How strictly the hub validates transaction sets. fail: it rejects the set. tolerate: it accepts the set with errors. ' +
        'warn: it only notes the fault. off: it does not look for the fault.',
    ),
  send: sendSchema.partial().optional().describe('How the hub writes X12.'),
};

export const builtInSettings: EffectiveSettings = withOrigins({
  acknowledge: '997',
  ta1: 'as-asked',
  answer: { files: 'none', name: '{document}_{control}' },
  interchange: { duplicate: 'hold', windowDays: 90, gap: 'warn', onBadSet: 'reject-set' },
  validation: {
    length: 'fail',
    characters: 'fail',
    repetitions: 'fail',
    order: 'fail',
    maxUse: 'fail',
    unknownSegments: 'fail',
    conditional: 'fail',
    codes: 'guide',
    uniqueControlNumbers: 'fail',
    text: 'printable',
  },
  send: {
    elementSeparator: '*',
    componentSeparator: '>',
    repetitionSeparator: '^',
    segmentTerminator: '~',
    lineEnding: 'lf',
    replacementCharacter: ' ',
    usage: 'as-received',
    controlNumbers: { first: 1, last: 999_999_999 },
  },
});

/**
 * @param originOf says where a given setting stands; gets its path, e.g. ['interchange', 'duplicate']
 * @returns the base with the given settings over it
 */
export function overlaySettings(
  base: EffectiveSettings,
  given: GivenSettings,
  originOf: (path: string[]) => string,
): EffectiveSettings {
  const { guide: guideBefore, ...validation } = base.values.validation;
  const values = structuredClone({ ...base.values, validation }) as unknown as Record<string, unknown>;
  const origins: Record<string, string> = { ...base.origins };
  for (const path of leaves(given)) {
    const [first, second] = path as [string, string | undefined];
    const value = (given as Record<string, unknown>)[first];
    if (second === undefined) values[first] = value;
    else (values[first] as Record<string, unknown>)[second] = (value as Record<string, unknown>)[second];
    origins[path.join('.')] = originOf(path);
  }
  const effective = values as unknown as AgreementSettings;
  // The same object as long as nothing is added to it: guides are made once for each.
  const guide = mergeGuides(guideBefore, given.validation?.guide);
  if (guide !== undefined) effective.validation.guide = guide;
  return { values: effective, origins };
}

/** Two delimiters that are the same character, by their names; undefined when all differ. */
export function sameDelimiters(send: SendSettings): [string, string] | undefined {
  const names = [
    'elementSeparator',
    'componentSeparator',
    'repetitionSeparator',
    'segmentTerminator',
    'replacementCharacter',
  ] as const;
  const seen = new Map<string, string>();
  for (const name of names) {
    const other = send[name] === '' ? undefined : seen.get(send[name]);
    if (other !== undefined) return [other, name];
    seen.set(send[name], name);
  }
  return undefined;
}

function withOrigins(values: AgreementSettings): EffectiveSettings {
  const origins = Object.fromEntries(leaves(values).map((path) => [path.join('.'), 'built in']));
  return { values, origins };
}

function leaves(settings: object, depth = 1): string[][] {
  return Object.entries(settings).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (typeof value !== 'object' || value === null || depth === settingDepthMax) return [[key]];
    return leaves(value as object, depth + 1).map((rest) => [key, ...rest]);
  });
}
