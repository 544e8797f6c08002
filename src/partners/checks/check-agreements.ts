/**
 * Agreements: names that must exist, and what each direction needs.
 */
import { type Problem, problemAt, type ProblemWords, unknownName, type YamlPath } from '../../yaml/index.js';
import type { KnownMapping, KnownNames, KnownOutbound } from '../known-names.js';
import type { LoadedPartner } from '../loaded-partner.js';
import { versionLength } from '../partner-book.js';
import { type Agreement, type AgreedDocument, isInUse } from '../partner.js';
import { directionProblems } from './check-directions.js';

/** Sets that speak about other sets; they are kept and never mapped, delivered or answered. */
const acknowledgmentSets: readonly string[] = ['997', '999'];

export function checkAgreements(
  loaded: LoadedPartner,
  known: KnownNames & { erp: readonly string[] },
): Problem[] {
  const seenIds = new Set<string>();
  return loaded.partner.agreements.flatMap((agreement, index) => {
    const at: YamlPath = ['agreements', index];
    const twice = seenIds.has(agreement.id);
    seenIds.add(agreement.id);
    const duplicate: ProblemWords = {
      code: 'NAME_DUPLICATE',
      message: `agreement "${agreement.id}" stands twice in this file`,
    };
    return [
      ...(twice ? [problemAt(loaded.yaml, [...at, 'id'], duplicate)] : []),
      ...mappingProblems(loaded, agreement, at, known),
      ...deliverProblems(loaded, agreement, at, known.erp),
      ...directionProblems(loaded, agreement, at),
      ...matchProblems(loaded, agreement, at),
      ...acknowledgeProblems(loaded, agreement, at),
      ...ambiguityProblems(loaded, index, known),
    ];
  });
}

function mappingProblems(
  { yaml }: LoadedPartner,
  agreement: Agreement,
  at: YamlPath,
  { mappings, outbound, broken }: KnownNames,
): Problem[] {
  const { mapping, direction, document } = agreement;
  if (mapping !== undefined && broken?.has(mapping)) return [];
  if (mapping === undefined) {
    if (isAcknowledgment(document)) return [];
    const nothing = direction === 'out' ? 'written' : 'made of its documents';
    const message = `agreement "${agreement.id}" has no mapping, so nothing could be ${nothing}`;
    return [
      problemAt(yaml, [...at, 'mapping'], { code: 'MAPPING_MISSING', message, help: 'add mapping: NAME' }),
    ];
  }
  const written = direction === 'out' ? outbound : undefined;
  const names = [
    ...(written?.keys() ?? (mappings instanceof Map ? (mappings.keys() as Iterable<string>) : mappings)),
  ].map(String);
  if (!names.includes(mapping))
    return [unknownName(yaml, [...at, 'mapping'], { kind: 'mapping', name: mapping, names })];
  const misfit = written ? writtenMisfit(document, written.get(mapping)) : readMisfit(agreement, mappings);
  if (misfit === undefined) return [];
  return [
    problemAt(yaml, [...at, 'mapping'], {
      code: 'MAPPING_MISFIT',
      message: `mapping "${mapping}" ${misfit}`,
    }),
  ];
}

function readMisfit({ direction, document, mapping }: Agreement, mappings: KnownNames['mappings']) {
  const facts = mappings instanceof Map ? (mappings.get(mapping) as KnownMapping | undefined) : undefined;
  const misfit = direction === 'in' && facts ? misfitOf(document, facts.from) : undefined;
  return misfit === undefined ? undefined : `reads ${misfit}`;
}

function writtenMisfit(document: AgreedDocument, mapping: KnownOutbound | undefined): string | undefined {
  const misfit = mapping && misfitOf(document, mapping.to);
  return misfit === undefined ? undefined : `writes ${misfit}`;
}

/** Why a mapping cannot serve a document, as the end of a sentence. */
function misfitOf(
  document: AgreedDocument,
  form: KnownMapping['from'] | KnownOutbound['to'],
): string | undefined {
  if (form.format !== document.format) return `${nameOf(form.format)}, not ${nameOf(document.format)}`;
  if (form.format !== 'x12' || document.format !== 'x12') return undefined;
  const fits = form.set === document.set && sameVersion(form.version, document.version);
  return fits ? undefined : `x12/${form.set}/${form.version}, not x12/${document.set}/${document.version}`;
}

function nameOf(format: AgreedDocument['format']): string {
  return format === 'fixed' ? 'fixed-width files' : format.toUpperCase();
}

function deliverProblems(
  { yaml }: LoadedPartner,
  { deliver, direction, document, mapping, forward }: Agreement,
  at: YamlPath,
  erp: readonly string[],
): Problem[] {
  const unknown = deliver.flatMap((name, index) =>
    erp.includes(name)
      ? []
      : [unknownName(yaml, [...at, 'deliver', index], { kind: 'ERP system in hub.yaml', name, names: erp })],
  );
  const repeated = deliver.flatMap((name, index) =>
    deliver.indexOf(name) < index
      ? [
          problemAt(yaml, [...at, 'deliver', index], {
            code: 'NAME_DUPLICATE',
            message: `"${name}" stands twice`,
          }),
        ]
      : [],
  );
  if (deliver.length > 0 && (direction === 'out' || isAcknowledgment(document))) {
    const message =
      direction === 'out' ? 'documents going out are not delivered' : 'acknowledgments are not delivered';
    return [problemAt(yaml, [...at, 'deliver'], { code: 'VALUE_INVALID', message, help: 'remove deliver:' })];
  }
  const isMeant = deliver.length > 0 || forward !== undefined || direction === 'out';
  if (isMeant || mapping === undefined) return [...unknown, ...repeated];
  const message = 'records are kept but delivered to nobody';
  const words: ProblemWords = {
    code: 'DELIVER_MISSING',
    severity: 'warning',
    message,
    help: 'add deliver: [NAME], or forward:',
  };
  return [problemAt(yaml, [...at, 'deliver'], words)];
}

function matchProblems({ yaml }: LoadedPartner, agreement: Agreement, at: YamlPath): Problem[] {
  const { document, direction, match } = agreement;
  const path = [...at, 'match'];
  if (document.format === 'x12') {
    if (match === undefined) return [];
    const message = 'X12 is recognised by what is in it, never by its name';
    return [problemAt(yaml, path, { code: 'VALUE_INVALID', message, help: 'remove match:' })];
  }
  if (match !== undefined || direction === 'out') return [];
  const message = `agreement "${agreement.id}" does not say which files are of its type`;
  return [problemAt(yaml, path, { code: 'KEY_MISSING', message, help: 'such as match: "OHIO_*.csv"' })];
}

/** Only what the agreement says itself is looked at: what holds for the whole partner applies where it can. */
function acknowledgeProblems(
  { yaml, file }: LoadedPartner,
  { document }: Agreement,
  at: YamlPath,
): Problem[] {
  const given = file.agreements[at[1] as number]?.acknowledge;
  if (given !== '999' || document.format !== 'x12' || document.version >= '005010') return [];
  const words: ProblemWords = {
    code: 'ACKNOWLEDGE_UNAVAILABLE',
    severity: 'warning',
    message: 'there is no 999 before 005010, so a 997 is sent',
    help: "say acknowledge: '997'",
  };
  return [problemAt(yaml, [...at, 'acknowledge'], words)];
}

/** Two agreements that both claim a document, or records of one kind: the hub would have to guess. */
function ambiguityProblems(
  { yaml, partner }: LoadedPartner,
  index: number,
  { outbound }: KnownNames,
): Problem[] {
  const agreement = partner.agreements[index]!;
  const rival = partner.agreements
    .slice(0, index)
    .find(
      (other) =>
        other.direction === agreement.direction &&
        isInUse(other.status) &&
        (claimsSame(other, agreement) || takeSameKind(other, agreement, outbound)),
    );
  if (!rival || !isInUse(agreement.status)) return [];
  const what = claimsSame(rival, agreement) ? 'documents' : 'kind of records';
  const message = `agreement "${rival.id}" is for the same ${what}`;
  const help = 'keep one of them, or set the other to draft or retired';
  return [problemAt(yaml, ['agreements', index, 'document'], { code: 'AGREEMENT_AMBIGUOUS', message, help })];
}

function claimsSame(one: Agreement, other: Agreement): boolean {
  if (one.document.format !== 'x12' || other.document.format !== 'x12') {
    if (one.match === undefined || one.match !== other.match) return false;
    const trees = [one, other].filter(({ document }) => isTold(document));
    // Of XML and JSON the content tells apart what different mappings look for.
    return (
      trees.length === 0 || (one.document.format === other.document.format && one.mapping === other.mapping)
    );
  }
  return one.document.set === other.document.set && sameVersion(one.document.version, other.document.version);
}

function takeSameKind(one: Agreement, other: Agreement, outbound: KnownNames['outbound']): boolean {
  if (one.direction === 'in' || outbound === undefined) return false;
  const kind = outbound.get(one.mapping ?? '')?.from;
  return kind !== undefined && kind === outbound.get(other.mapping ?? '')?.from;
}

/** By its content, beside its name. */
function isTold({ format }: AgreedDocument): boolean {
  return format === 'xml' || format === 'json';
}

function sameVersion(one: string, other: string): boolean {
  return one.slice(0, versionLength) === other.slice(0, versionLength);
}

function isAcknowledgment(document: AgreedDocument): boolean {
  return document.format === 'x12' && acknowledgmentSets.includes(document.set);
}
