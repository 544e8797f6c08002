/**
 * Issues of files that are trees: XML and JSON.
 */
import { operator, partner, type CodeMeaning } from '../code-meaning.js';

const cutOff = 'The file was cut off.';
const raise = 'Raise the limit under `from.limits`, or ask the partner for smaller files.';
const sendAgain = 'Send it again, whole.';

export const treeCodes = {
  XML_DOCTYPE: operator(
    'The file has a document type, which is never read.',
    'Write `doctype: ignore` where the standard requires one, as cXML does, but never for definitions in the file itself.',
    'Definitions inside a document type can do harm.',
  ),
  XML_NOT_CLOSED: partner('An element, value or text is never closed.', sendAgain, cutOff),
  XML_AFTER_END: partner(
    'The file continues after its outermost element.',
    'Send the files one by one.',
    'Two files were joined.',
  ),
  XML_TAG_MISMATCH: partner('An end tag does not match the open element.'),
  XML_MALFORMED: partner('The file is not well-formed XML; the words say where and why.'),
  XML_REFERENCE: partner('A reference such as `&name;` has no meaning.'),
  XML_ATTRIBUTE_TWICE: partner('An attribute occurs twice in one element.'),
  XML_NAMESPACE: partner('A prefix is not declared, or its declaration is not allowed.'),
  XML_NO_ELEMENT: partner('The file holds no element.'),
  TOO_DEEP: operator('Elements or values are nested more deeply than `depthMax`.', raise),
  TOO_MANY_TAGS: operator('The file has more tags than `elementsMax` allows.', raise),
  TOO_MANY_ATTRIBUTES: operator('An element has more attributes than `attributesMax`.', raise),
  TOO_MANY_REFERENCES: operator('The file has more references than `referencesMax`.', raise),
  JSON_NOT_CLOSED: partner('An element, value or text is never closed.', sendAgain, cutOff),
  JSON_AFTER_END: partner(
    'The file continues after its value.',
    'Send one value, such as a list.',
    'Two files were joined, or the file has one value on each line.',
  ),
  JSON_KEY_TWICE: partner(
    'A key occurs twice in one object.',
    undefined,
    'The hub does not guess which of the two counts.',
  ),
  JSON_MALFORMED: partner('The file is not JSON; the words say where and why.'),
  TOO_MANY_VALUES: operator('The file has more values than `valuesMax`.', raise),
} as const satisfies Record<string, CodeMeaning>;
