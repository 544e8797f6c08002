/**
 * All codes of problems in configuration files, by area. A problem with another code does not compile.
 */
import { operator, warning, type CodeMeaning } from './code-meaning.js';

/** Of any configuration file; of hub.yaml and the environment. */
export const configurationCodes = {
  FILE_MISSING: operator(
    '`hub.yaml` is not in the configuration folder.',
    'Name the folder with `--root`, or write the file.',
  ),
  FILE_OUTSIDE: operator(
    'A file is outside the configuration folder, or a link that leads outside.',
    'Put the file itself there.',
  ),
  FILE_UNREADABLE: operator(
    'A file is no regular file, too large, not UTF-8, or may not be read.',
    'Do what the message says.',
  ),
  FILE_WRITABLE: warning(
    operator(
      'Everybody on the machine may change the configuration.',
      'Run `chmod -R o-w` on the configuration folder.',
    ),
  ),
  YAML_SYNTAX: operator('The text is not YAML 1.2.', 'Look at the place shown and the line before it.'),
  YAML_TAG: operator('There is a tag such as `!!binary`; tags are not read.', 'Write the plain value.'),
  YAML_KEY: operator(
    'A key is not a single word, is `__proto__`, or is a merge key (`<<`).',
    'Write the keys out.',
  ),
  YAML_DUPLICATE_KEY: operator('The same key occurs twice in one map.', 'Keep one.'),
  YAML_ALIAS: operator(
    'An alias (`*name`) has no anchor (`&name`) before it.',
    'Correct the name, or put a text that begins with `*` in quotation marks.',
  ),
  YAML_TOO_DEEP: operator('Lists and maps are nested more than 64 levels deep.', 'Flatten the file.'),
  YAML_TOO_LARGE: operator('The file has more than 131072 characters or 50000 values.', 'Split the file.'),
  KEY_UNKNOWN: operator('The key has no meaning here.', 'Use the suggestion, or remove the key.'),
  KEY_MISSING: operator('A required key is missing.', 'Add it.'),
  VALUE_TYPE: operator(
    'The value is of the wrong kind, such as a number instead of text.',
    'Write a value of the kind that the message names; numbers that are names need quotation marks.',
  ),
  VALUE_INVALID: operator(
    'The value is not allowed here.',
    'Use the suggestion, or one of the values listed.',
  ),
  NAME_UNKNOWN: operator(
    'The mapping, ERP system, connection, transport, adapter, segment or element is not there.',
    'Use the suggestion, or add what the message names.',
  ),
  NAME_DUPLICATE: operator('Two partners, connections or agreements have one name.', 'Rename one.'),
  ENVIRONMENT_INVALID: operator(
    'An environment variable has no usable value.',
    'Correct it.',
    'Its value is not shown if it may hold a password.',
  ),
  SECRET_IN_CLEAR: operator(
    'A file contains a password, key or token.',
    'Write `secret:NAME`, put the value into `WAYBILL_SECRET_NAME`, and change the secret: it has been in a file.',
  ),
  CALENDAR_OVER: warning(
    operator(
      'All holidays of `calendar:` in `hub.yaml` are in the past.',
      'Add those of this year and the next.',
    ),
  ),
} as const satisfies Record<string, CodeMeaning>;

/** Of partner files: identifiers, connections, agreements. */
export const partnerCodes = {
  PARTNERS_MISSING: warning(
    operator('There is no partner file.', 'Write one; docs/partners.md shows one to copy.'),
  ),
  NUMBERS_SHARED: operator(
    'Two partners share the group identifiers but not the range of control numbers.',
    'Write the same range in both.',
  ),
  IDENTITY_DUPLICATE: operator(
    'Two partners have the same X12 identifiers.',
    'Correct one, or set it to `retired`.',
  ),
  IDENTIFIER_SHARED: warning(
    operator(
      'Two partners have a vendor number, GLN, DUNS or HIN by which a `forward:` finds its recipient.',
      'Let only one of them have it.',
    ),
  ),
  HOST_KEY_MISSING: operator(
    'An SFTP connection does not name the key of its server.',
    'Get the fingerprint with `ssh-keyscan HOST | ssh-keygen -lf -` and compare it with what the partner says.',
  ),
  PATH_OUTSIDE: operator(
    "A partner's folder is not inside the configuration folder, or inside one that the hub reads.",
    'Use a folder of its own, such as `data/partners/acme/in`.',
  ),
  INBOX_SHARED: operator('Two connections receive from one folder.', 'Give each a folder of its own.'),
  FOLDER_CONFLICT: operator(
    'An inbox is a folder into which the hub puts files, or is inside one.',
    'Use another folder.',
  ),
  AGREEMENT_AMBIGUOUS: operator(
    'Two agreements are for the same documents, or send the same kind of records.',
    'Keep one, or set one to `draft`.',
  ),
  MAPPING_MISSING: operator(
    'An inbound agreement names no mapping, or one that is not loaded.',
    'Name one that is there.',
  ),
  MAPPING_MISFIT: operator(
    'The mapping reads another format, transaction set or version than the agreement is for.',
    'Name the right one.',
  ),
  ACKNOWLEDGE_UNAVAILABLE: warning(
    operator(
      'An agreement asks for a 999 for sets of a version before 005010, which has no 999.',
      "Write `acknowledge: '997'`; the hub sends a 997 anyway.",
    ),
  ),
  DELIVER_MISSING: warning(
    operator(
      'Records of an agreement are delivered to nobody.',
      'Add `deliver:` or `forward:` if that is not meant.',
    ),
  ),
  FORWARD_NOWHERE: warning(
    operator(
      'No agreement sends the records of a `forward:`.',
      'Add one to the recipient; until then they wait.',
    ),
  ),
  EXPECT_UNHEARD: warning(
    operator(
      '`expect:` names an 855, 856 or 810 that no agreement in use reads from this partner.',
      'Add the agreement; until then each one is overdue.',
    ),
  ),
} as const satisfies Record<string, CodeMeaning>;

const asSaid = 'Do what the message says.';
const suggestion = 'Use the suggestion.';
const listed = 'Use one of those listed.';

/** Of mapping files. */
export const mappingProblemCodes = {
  MAP100: operator('The condition is not one that a mapping can hold.', asSaid),
  MAP101: operator('The mapping lacks a required part.', 'Add it.'),
  MAP102: operator('The record does not have this field, or the hub sets it itself.', suggestion),
  MAP103: operator(
    'The selector cannot be read, or does not fit the format.',
    'Correct it; docs/mappings.md says how selectors are written.',
  ),
  MAP104: operator(
    'The crosswalk, or a column of it, is not there, or its key has a different number of columns.',
    suggestion,
  ),
  MAP105: operator('A required field of the record is not mapped.', 'Map it, or give it under `fixed:`.'),
  MAP106: operator('The type, format or calculation does not fit the field.', asSaid),
  MAP107: operator('Two options exclude each other.', 'Remove one.'),
  MAP108: operator('The crosswalk file is not there.', 'Correct the path; it starts in `mappings/`.'),
  MAP109: operator('`to:` names no kind of record.', listed),
  MAP110: operator('A name in a rule or calculation is neither a field nor a selector.', suggestion),
  MAP111: operator(
    '`extends:` cannot be followed, or `overrides:` name what the base does not have.',
    asSaid,
  ),
  MAP112: operator('The field does not accept this fixed value.', listed),
  MAP113: operator('Two mappings or two rules have one name.', 'Rename one.'),
  MAP114: operator('The description of a CSV file does not hold together.', asSaid),
  MAP115: warning(operator('A unit is taken as the partner sends it.', 'Translate it with a crosswalk.')),
  MAP117: operator('A written document does not have this segment, element or column.', suggestion),
  MAP118: operator(
    'A segment is where the guide of the set has no place for it.',
    'Write the segments in the order of the guide.',
  ),
  MAP130: warning(operator('A comment in a mapping file says TODO.', 'Decide, and remove the comment.')),
  MAP131: operator(
    'The selector can never find anything in this set.',
    'Use the path that is shown.',
    'It is a warning if it depends on codes or elements.',
  ),
} as const satisfies Record<string, CodeMeaning>;

const correctFile = 'Correct the file.';
const restore = 'Restore the value.';

/** Of crosswalks: tables that mappings name. */
export const crosswalkCodes = {
  CROSSWALK_UNREADABLE: operator('The file is not a table.', correctFile),
  CROSSWALK_HEADER: operator('The table lacks a column, or its headings are wrong.', correctFile),
  CROSSWALK_ROW_LENGTH: operator('A row has more or fewer cells than the header.', correctFile),
  CROSSWALK_KEY_EMPTY: operator('A key is empty.', 'Fill it, or write `*` for any value.'),
  CROSSWALK_KEY_TWICE: operator(
    'Two rows that are valid at the same time have the same key.',
    'Correct the rows.',
  ),
  CROSSWALK_DATE: operator(
    '`valid_from` or `valid_to` is not a day of the form yyyy-MM-dd, or the first is later.',
    'Correct it.',
  ),
  CROSSWALK_DIRECTION: operator(
    'A cell of the column `direction` is not `in`, `out` or empty.',
    'Correct it.',
  ),
  CROSSWALK_DAMAGED: operator('A spreadsheet has damaged a value, such as a rounded code.', restore),
  CROSSWALK_ZEROS: warning(operator('A code has lost its leading zeros.', restore)),
  CROSSWALK_BLANKS: operator('Blanks or invisible characters are around or in a value.', restore),
} as const satisfies Record<string, CodeMeaning>;

export const problemCodes = {
  ...configurationCodes,
  ...partnerCodes,
  ...mappingProblemCodes,
  ...crosswalkCodes,
} as const;

/** A stable code of a fault in a configuration file. */
export type ProblemCode = keyof typeof problemCodes;

/** A fault of a crosswalk's table. */
export type CrosswalkCode = keyof typeof crosswalkCodes;
