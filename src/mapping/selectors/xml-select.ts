/**
 * XML selectors: `Request/Header@invoiceID`, with the prefixes that the mapping declares for namespaces.
 */
import type { XmlOptions } from '../../formats/index.js';
import { nearest } from '../../yaml/index.js';
import type { SelectorFault, Selectors } from '../file/index.js';
import { openTreeSelectors } from './tree-select.js';
import type { TreeLanguage } from './tree-selector.js';

const nameForm = /^(@?)(?:([\p{L}_][\p{L}\p{N}_.-]*):)?([\p{L}_][\p{L}\p{N}_.-]*)$/u;
const xmlUri = 'http://www.w3.org/XML/1998/namespace';

export function openXmlSelectors(options: Pick<XmlOptions, 'namespaces'>): Selectors {
  return openTreeSelectors('xml', xmlLanguage(options));
}

export function xmlLanguage({ namespaces }: Pick<XmlOptions, 'namespaces'>): TreeLanguage {
  return {
    separator: '/',
    example: 'Header/Total, Header@number, Contact(@role=shipTo)/Name, ^Order@id, /Header/From',
    name: (written) => {
      const match = nameForm.exec(written.trim());
      if (!match) return { message: `"${written}" is no name of an element or @attribute` };
      const [, sign = '', prefix, local = ''] = match;
      const uri = uriOf(prefix, sign === '@', namespaces);
      if (typeof uri !== 'string') return uri;
      return uri === '' ? sign + local : `${sign}{${uri}}${local}`;
    },
  };
}

function uriOf(
  prefix: string | undefined,
  isAttribute: boolean,
  namespaces: XmlOptions['namespaces'],
): string | SelectorFault {
  if (prefix === undefined) return isAttribute ? '' : (namespaces['default'] ?? '');
  if (prefix === 'xml') return xmlUri;
  const uri = Object.hasOwn(namespaces, prefix) ? namespaces[prefix] : undefined;
  if (uri !== undefined) return uri;
  const near = nearest(prefix, Object.keys(namespaces));
  const help = near === undefined ? 'from: { namespaces: { prefix: URI } }' : `did you mean "${near}"?`;
  return { message: `there is no namespace "${prefix}"`, help };
}
