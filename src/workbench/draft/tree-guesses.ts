/**
 * Which element or key is probably which field, by its name, the names around it and the form of its values.
 *
 * Names are words of small letters, a level at a time: "price/price amount".
 */
import type { RecordKind } from '../../canonical/index.js';
import { areDates } from './draft-values.js';

export interface TreeGuess {
  /** Of the whole way to the value. */
  words: RegExp;
  field: string;
  kinds?: readonly RecordKind[];
  form?: 'number' | 'date';
}

const id = '(id|identifier|identification|number|num|no|nr|code)';
/** A value below its own name: "id/value", "money". */
const below = '(/(value|text|amount|money|content))?';

/** What a list of lines is called. */
export const lineWords =
  /(^| )(lines?|items?|details?|positions?|products?|rows?|entries|articles?)( (items?|out|in|lines?|details?))?$/;

export const lineGuesses: readonly TreeGuess[] = [
  { words: new RegExp(`^((invoice |order |po )?line ?(item )?)?${id}${below}$`), field: 'number' },
  { words: /^(line|pos|position|seq|sequence)$/, field: 'number' },
  { words: /gtin|\bupc|\bean\b|barcode|standard item id/, field: 'gtin' },
  {
    words: new RegExp(`(buyers?|customer)( item| part| product)?( ${id})*(/${id})?${below}$`),
    field: 'buyer item',
  },
  {
    words: new RegExp(`(manufacturers?|mfr|mfg)( item| part| product)?( ${id})+(/${id})?${below}$`),
    field: 'manufacturer item',
  },
  {
    words: new RegExp(
      `(vendors?|suppliers?|sellers?)( item| part| product| sku)*( ${id})*(/${id})?${below}$`,
    ),
    field: 'vendor item',
  },
  {
    words: new RegExp(`(^|/)(catalog|item|part|sku|product|material|article)( ${id})*(/${id})?${below}$`),
    field: 'vendor item',
  },
  {
    words: /desc(ription)?\b|(item|product|article)\/name|(item|product|article) name$/,
    field: 'item.description',
  },
  {
    words: new RegExp(
      `(qty|quantity|units)( (ordered|shipped|invoiced|billed|received|accepted|on hand))?${below}$|\\bon hand${below}$`,
    ),
    field: 'quantity',
    form: 'number',
  },
  { words: /\buom\b|unit of measure|unit code$|measure unit|(^|\/)units?$|quantity\/unit/, field: 'unit' },
  {
    words: new RegExp(`(unit |net |item )?(price|cost)( amount)?${below}$`),
    field: 'price',
    form: 'number',
  },
  {
    words: new RegExp(
      `\\b(ext|extended|extension|subtotal|(line|sub|net|total|extended)( \\w+)? (amount|total|price))( amount)?${below}$|^(amount|total)${below}$`,
    ),
    field: 'amount',
    form: 'number',
  },
  { words: new RegExp(`\\b(lot|batch)( ${id})*${below}$`), field: 'lots.lot' },
  { words: new RegExp(`\\bserial( ${id})*${below}$`), field: 'lots.serial' },
  { words: /expir\w*( date)?$/, field: 'lots.expires', form: 'date' },
];

function numberOf(words: string, kinds: readonly RecordKind[], field = 'number'): TreeGuess[] {
  const head = '(([a-z ]*(header|head|info)/)|^)';
  return [
    { words: new RegExp(`(${words})[ /]${id}( ${id})*${below}$`), field, kinds },
    { words: new RegExp(`${head}(${words})${below}$`), field, kinds },
    ...(field === 'number' ? [{ words: new RegExp(`${head}(document )?${id}${below}$`), field, kinds }] : []),
  ];
}

const orderWords = 'purchase order|order|po|p o|order reference|purchase order reference';

/** The number of the document comes first for each kind. */
export const topGuesses: readonly TreeGuess[] = [
  ...numberOf('invoice|inv|credit memo|credit note', ['invoice@1']),
  ...numberOf('shipment|asn|ship notice|despatch|despatch advice|packing slip|delivery', ['ship-notice@1']),
  ...numberOf('receipt|receiving|goods receipt', ['receipt@1']),
  ...numberOf('payment|remittance|check|trace', ['remittance@1']),
  ...numberOf('catalog|price list|contract', ['price-catalog@1']),
  ...numberOf('inventory|report|snapshot|stock', ['inventory@1']),
  ...numberOf('purchase order|order|po|p o', ['purchase-order@1']),
  ...numberOf(
    orderWords,
    ['invoice@1', 'order-acknowledgment@1', 'purchase-order-change@1', 'receipt@1'],
    'order.number',
  ),
  {
    words:
      /(invoice|issue|order|document|ship\w*|receipt|payment|acknowledg\w+|snapshot|as of)? ?date( time)?$/,
    field: 'date',
    form: 'date',
  },
  { words: /currency( code| id)?$/, field: 'currency' },
  ...['payable|due', 'grand total|invoice total|document total', 'total|invoice'].map((words): TreeGuess => ({
    words: new RegExp(`\\b(${words})( amount| due| payable)*${below}$|^totals?/(${words})$`),
    field: 'totals.stated',
    kinds: ['invoice@1'],
    form: 'number',
  })),
  {
    words: /tracking( number| no| id)?$/,
    field: 'trackingNumber',
    kinds: ['ship-notice@1', 'invoice@1', 'receipt@1'],
  },
  { words: /\bscac( code)?$/, field: 'carrier.code', kinds: ['ship-notice@1', 'invoice@1', 'receipt@1'] },
];

const trading: readonly RecordKind[] = [
  'invoice@1',
  'purchase-order@1',
  'ship-notice@1',
  'order-acknowledgment@1',
];

const roles: readonly { words: string; field: string; kinds: readonly RecordKind[] }[] = [
  {
    words: 'ship ?to|deliver ?to|delivery( to)?|delivery (party|address|location)|\\(st\\)',
    field: 'shipTo',
    kinds: trading,
  },
  {
    words: 'bill ?to|invoice ?to|\\(bt\\)',
    field: 'billTo',
    kinds: ['invoice@1', 'purchase-order@1', 'order-acknowledgment@1'],
  },
  { words: 'remit ?to|payee|\\(re\\)', field: 'remitTo', kinds: ['invoice@1'] },
  {
    words: 'buyer|customer|accounting customer party|buyer customer party|\\(by\\)',
    field: 'buyer',
    kinds: trading,
  },
  {
    words: 'supplier|seller|vendor|accounting supplier party|\\(se\\)|\\(su\\)',
    field: 'supplier',
    kinds: trading,
  },
];

const partyParts: readonly [string, string][] = [
  ['name', '(name|company|company name)'],
  ['address.line1', '(street|street name|address|line ?1|address (line )?1|street 1)'],
  ['address.city', '(city|city name|town)'],
  ['address.state', '(state|region|province|country subentity)( code)?'],
  ['address.postalCode', '(zip|postal|postal zone)( code)?'],
];

/** Names and addresses below what is called after a party, or beside it in one word: "ship to city". */
export const partyGuesses: readonly TreeGuess[] = roles.flatMap(({ words, field, kinds }) =>
  partyParts.flatMap(([part, leaf]): TreeGuess[] => [
    {
      words: new RegExp(`(^|[/ (])(${words})\\)?( party)?/(.*/)?${leaf}$`),
      field: `${field}.${part}`,
      kinds,
    },
    { words: new RegExp(`(^|/)(${words}) ${leaf}$`), field: `${field}.${part}`, kinds },
  ]),
);

export function fitsForm(values: readonly string[], form: TreeGuess['form']): boolean {
  if (values.length === 0 || form === undefined) return true;
  if (form === 'date')
    return areDates(values) || values.every((value) => /\d.*[/.-].*\d|^\d{6}$/.test(value));
  return values.every((value) => /^[($€£+-]*\s*[\d.,]*\d[\d.,]*\s*[)€£-]*$/.test(value));
}

const kindWords: readonly [RegExp, RecordKind][] = [
  [/order (response|acknowledg|confirm)|acknowledg\w*|confirmation/, 'order-acknowledgment@1'],
  [/order change|change order/, 'purchase-order-change@1'],
  [/invoice|credit (memo|note)/, 'invoice@1'],
  [/ship (notice|ment)|shipment|\basn\b|despatch|packing/, 'ship-notice@1'],
  [/receipt|receiv/, 'receipt@1'],
  [/remittance|payment advice/, 'remittance@1'],
  [/inventory|stock|on hand/, 'inventory@1'],
  [/catalog|price list|prices/, 'price-catalog@1'],
  [/\bpo\b|order/, 'purchase-order@1'],
];

/** @param words of what stands around the lines, then of everything else: the first that says something counts */
export function kindFromWords(...words: readonly string[]): RecordKind | undefined {
  for (const some of words) {
    const found = kindWords.find(([said]) => said.test(some));
    if (found) return found[1];
  }
  return undefined;
}
