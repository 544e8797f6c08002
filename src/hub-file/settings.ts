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
      'An interchange control number (ISA13) seen before: hold asks a person, reject answers TA1 025, accept goes on.',
    ),
  windowDays: z.int().min(1).max(3660).describe('For how many days a control number is remembered as seen.'),
  gap: z.enum(['warn', 'ignore']).describe('An ISA13 that skips numbers: warn notes it, ignore does not.'),
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
      'Codes outside the list: guide fails them where the whole list is known and warns where a part is.',
    ),
  uniqueControlNumbers: z
    .enum(['fail', 'warn', 'off'])
    .describe('The same ST02 twice in a group, or GS06 twice in an interchange.'),
  text: z
    .enum(['printable', 'extended', 'basic'])
    .describe('Characters that text may hold: any printable one, or the extended or basic set of X12.'),
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
    .describe('Ends each segment; a line break ("\\n") is possible.'),
  lineEnding: z.enum(['none', 'lf', 'crlf']).describe('What follows each terminator.'),
  replacementCharacter: z
    .string()
    .regex(/^[\x20-\x7e]?$/, 'must be one printable character, or "" to refuse such a document')
    .describe(
      'Stands for a delimiter or control character in text, with a warning; in an identifier, code or number it holds the ' +
        'document instead. "" refuses any such document.',
    ),
  usage: z
    .enum(['as-received', 'P', 'T'])
    .describe(
      'ISA15 of answers. as-received repeats that of the interchange answered, and is T while the partner, or every ' +
        'agreement of the interchange, is in testing. Other documents are P, and T in testing or where T stands here.',
    ),
  controlNumbers: z
    .strictObject({
      first: controlNumber.describe('The number to begin at.'),
      last: controlNumber.describe('The highest number.'),
    })
    .refine(({ first, last }) => last - first + 1 >= controlNumbersLeast, {
      message: `must hold at least ${controlNumbersLeast} numbers: last is too near to first, or below it`,
    })
    .describe(
      'Control numbers of what is sent, ISA13 and GS06: after last comes first. Begins at first where the number that is ' +
        'due is outside.',
    ),
});

const answerSchema = z.strictObject({
  files: z
    .enum(['none', 'text', 'html', 'both'])
    .describe(
      'A report for people, written when something is rejected: what is wrong, where, and how to correct it. Agree with ' +
        'the partner first: it must expect files that are no X12.',
    ),
  name: z
    .string()
    .regex(
      /^(?=.*\{control\})(?:[A-Za-z0-9 ._+-]|\{document\}|\{control\})+$/,
      'this is not a name for answer files\nput {control} into it, and beside {document} only letters, digits, blanks and ._+-',
    )
    .describe('Names of the files, before .txt and .html: {document} is "answer", {control} is counted up.'),
  connection: z
    .string()
    .min(1)
    .optional()
    .describe('The connection they are written on. Default: the one that acknowledgments take.'),
});

const acknowledgeSchema = z
  .enum(['997', '999', 'none'])
  .describe(
    'What answers transaction sets received. There is no 999 before 005010: an older group gets a 997 instead.',
  );
const ta1Schema = z
  .enum(['as-asked', 'always', 'never'])
  .describe('Whether interchanges received are answered with a TA1; as-asked follows ISA14.');

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
    .describe('Files that tell people at the partner what was rejected.'),
  interchange: interchangeSchema.partial().optional().describe('How interchanges are judged as a whole.'),
  validation: validationSchema
    .partial()
    .optional()
    .describe(
      'How strictly transaction sets are validated. fail rejects the set; tolerate accepts it with errors; warn only ' +
        'notes the fault; off does not look for it.',
    ),
  send: sendSchema.partial().optional().describe('How the X12 looks that is sent.'),
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
