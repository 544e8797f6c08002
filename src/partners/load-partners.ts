/**
 * Reads partners/*.yaml, checks every file by itself and all against each other, and opens the book of partners.
 *
 * All or nothing: one file at fault and there is no book, so that the hub never works with half of what was agreed.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type HubSettings, sameDelimiters } from '../hub-file/index.js';
import { checkAgainst, hasErrors, type Problem, problemAt, readYamlFile } from '../yaml/index.js';
import { buildPartner } from './build-partner.js';
import {
  checkAgreements,
  checkAnswers,
  checkExpectations,
  checkForwards,
  checkGuides,
  checkConnections,
  checkFolders,
  checkSecrets,
  checkNumberRanges,
} from './checks/index.js';
import type { KnownNames } from './known-names.js';
import type { LoadedPartner } from './loaded-partner.js';
import { inboundAddresses, openPartnerBook, type PartnerBook } from './partner-book.js';
import { partnerFileSchema } from './partner-file.js';
import { isInUse } from './partner.js';

const folder = 'partners';

/**
 * @param root the configuration folder
 * @returns the book when no file has an error; warnings may come with it
 */
export function loadPartners(
  root: string,
  settings: Pick<HubSettings, 'root' | 'defaults' | 'erp'>,
  known: KnownNames,
): { book?: PartnerBook; problems: Problem[] } {
  const { names, problems } = partnerFiles(root);
  const partners: LoadedPartner[] = [];
  for (const name of names) {
    const read = readPartner(root, `${folder}/${name}`, settings);
    problems.push(...read.problems);
    if (read.loaded) partners.push(read.loaded);
  }
  const erp = Object.keys(settings.erp);
  for (const loaded of partners) {
    problems.push(
      ...checkConnections(loaded, settings.root, known),
      ...checkAgreements(loaded, { ...known, erp }),
    );
    if (known.guides) problems.push(...checkGuides(loaded, known.guides));
    problems.push(...checkAnswers(loaded), ...checkExpectations(loaded, known));
  }
  problems.push(
    ...checkNames(partners),
    ...checkIdentities(partners),
    ...checkNumberRanges(partners),
    // Somebody that records go on to may stand in a file that cannot be read.
    ...(partners.length === names.length ? checkForwards(partners, known) : []),
    ...checkFolders(partners, settings.root),
  );
  if (hasErrors(problems)) return { problems: inFileOrder(problems) };
  const book = openPartnerBook(
    partners.map(({ partner }) => partner),
    settings.defaults.values.send,
  );
  return { book, problems: inFileOrder(problems) };
}

function partnerFiles(root: string): { names: string[]; problems: Problem[] } {
  const place = { file: folder, line: 1, col: 1, length: 1, path: '' };
  let entries: string[] = [];
  try {
    entries = readdirSync(join(root, folder));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    const message = `the folder cannot be read (${reason})`;
    // Without the folder there are no partners; a folder that may not be read could hide some.
    const unreadable: Problem = { ...place, code: 'FILE_UNREADABLE', severity: 'error', message };
    if (reason !== 'ENOENT') return { names: [], problems: [unreadable] };
  }
  const names = entries.filter((name) => /^[^.].*\.ya?ml$/.test(name)).sort();
  if (names.length > 0) return { names, problems: [] };
  const message = 'there is no partner file, so nothing will be received';
  const help = 'docs/partners.md shows one to copy';
  return { names, problems: [{ ...place, code: 'PARTNERS_MISSING', severity: 'warning', message, help }] };
}

function readPartner(
  root: string,
  path: string,
  settings: Pick<HubSettings, 'defaults'>,
): { loaded?: LoadedPartner; problems: Problem[] } {
  const yaml = readYamlFile(root, path);
  const { value: file, problems } = checkAgainst(yaml, partnerFileSchema);
  problems.push(...checkSecrets({ yaml }));
  if (!file) return { problems };
  const partner = buildPartner(file, yaml, settings.defaults);
  const same = sameDelimiters(partner.settings.values.send);
  if (same) {
    const message = `${same[0]} and ${same[1]} are the same character`;
    problems.push(problemAt(yaml, ['syntax', 'send', same[1]], { code: 'VALUE_INVALID', message }));
  }
  return { loaded: { yaml, file, partner }, problems };
}

/** Partners and connections are known by their names everywhere, so a name stands for one of them only. */
function checkNames(partners: readonly LoadedPartner[]): Problem[] {
  const ids = new Map<string, string>();
  const connections = new Map<string, string>();
  return partners.flatMap(({ yaml, file }) => {
    const problems: Problem[] = [];
    const claim = (taken: Map<string, string>, name: string, path: string[], kind: string) => {
      const other = taken.get(name);
      taken.set(name, other ?? yaml.file);
      if (other === undefined) return;
      const message = `${other} has a ${kind} "${name}" too`;
      const help = `each ${kind} needs a name of its own`;
      const target = path.length > 1 ? 'key' : 'value';
      problems.push(problemAt(yaml, path, { code: 'NAME_DUPLICATE', message, help, target }));
    };
    claim(ids, file.partner, ['partner'], 'partner');
    for (const name of Object.keys(file.connections))
      claim(connections, name, ['connections', name], 'connection');
    return problems;
  });
}

/** Two partners with the same four identifiers could not be told apart. */
function checkIdentities(partners: readonly LoadedPartner[]): Problem[] {
  const taken = new Map<string, LoadedPartner>();
  return partners
    .filter(({ partner }) => isInUse(partner.status))
    .flatMap((loaded) => {
      const { partner, yaml } = loaded;
      const isList = Array.isArray(loaded.file.identifiers.x12);
      return partner.identifiers.x12.flatMap((identity, index) => {
        const other = inboundAddresses(identity).flatMap((address) => taken.get(address) ?? [])[0];
        for (const address of inboundAddresses(identity)) taken.set(address, other ?? loaded);
        if (!other) return [];
        const path = ['identifiers', 'x12', ...(isList ? [index] : []), 'theirs', 'id'];
        const message = `${other.yaml.file} has the same X12 identifiers, so the two could not be told apart`;
        const help = 'qualifier and id of both sides together must differ';
        return [problemAt(yaml, path, { code: 'IDENTITY_DUPLICATE', message, help })];
      });
    });
}

function inFileOrder(problems: Problem[]): Problem[] {
  const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  return problems.sort(
    (one, other) => compare(one.file, other.file) || one.line - other.line || one.col - other.col,
  );
}
