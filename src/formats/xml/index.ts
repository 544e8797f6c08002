/**
 * Reading XML so that each value knows its place, and writing it.
 */
export { unwritableInXml, writeXml, type XmlNode } from './write-xml.js';
export { type XmlOptions, xmlOptions } from './xml-options.js';
export { forbidden } from './xml-references.js';
export { readXml } from './xml.js';
