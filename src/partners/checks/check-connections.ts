/**
 * Connections: what their transport wants, and folders that must not lie inside each other.
 *
 * An inbox in a done folder would make the hub receive its own past; a send folder that is an inbox, its own answers.
 */
import { posix, resolve } from 'node:path';
import { findClearSecrets } from '../../secrets.js';
import {
  checkAgainst,
  isInside,
  type Problem,
  problemAt,
  unknownName,
  type YamlPath,
} from '../../yaml/index.js';
import type { KnownNames } from '../known-names.js';
import type { LoadedPartner } from '../loaded-partner.js';
import { connectionKeys } from '../partner-file.js';

/** One folder of one connection, as a place that two connections can be compared by. */
interface Place {
  loaded: LoadedPartner;
  path: YamlPath;
  connection: string;
  use: 'inbox' | 'done' | 'claimed' | 'send';
  /** Where the folder is: this machine, or host, port and user. */
  host: string;
  folder: string;
}

/** What is wrong within single connections. */
export function checkConnections(loaded: LoadedPartner, root: string, known: KnownNames): Problem[] {
  return Object.entries(loaded.file.connections).flatMap(([name, connection]) => [
    ...withHostKey(loaded, name, transportProblems(loaded, name, known)),
    ...(connection.transport === 'folder' ? outsideProblems(loaded, root, name) : []),
  ]);
}

/** Secrets in clear text, looked for in the file as written. */
export function checkSecrets({ yaml }: Pick<LoadedPartner, 'yaml'>): Problem[] {
  const connections = (yaml.value as { connections?: unknown } | null)?.connections;
  return findClearSecrets(connections, ['connections']).map(({ path, help }) =>
    problemAt(yaml, path, {
      code: 'SECRET_IN_CLEAR',
      message: 'a secret stands here in clear text',
      help,
      target: 'key',
    }),
  );
}

/** Folders of all connections of all partners against each other. */
export function checkFolders(partners: readonly LoadedPartner[], root: string): Problem[] {
  const places = partners.flatMap((loaded) => placesOf(loaded, root));
  const inboxes = places.filter(({ use }) => use === 'inbox');
  return inboxes.flatMap((inbox, index) => {
    const twin = inboxes.slice(0, index).find((other) => isSame(inbox, other));
    if (twin) return [sharedInbox(inbox, twin)];
    const around = places.find((other) => other !== inbox && isConflict(inbox, other));
    return around ? [conflict(inbox, around)] : [];
  });
}

function transportProblems(loaded: LoadedPartner, name: string, known: KnownNames): Problem[] {
  const { transports } = known;
  if (!transports) return [];
  const { yaml, file } = loaded;
  const transport = file.connections[name]!.transport;
  if (!Object.hasOwn(transports, transport)) {
    const names = Object.keys(transports);
    return [
      unknownName(yaml, ['connections', name, 'transport'], { kind: 'transport', name: transport, names }),
    ];
  }
  const at = ['connections', name];
  const options = { at, checkedElsewhere: Object.keys(connectionKeys) };
  const { problems } = checkAgainst(yaml, transports[transport]!.options, options);
  // Secrets in clear text have been told already, in better words.
  const secrets = new Set(checkSecrets(loaded).map(({ path }) => path));
  return problems.filter(({ path }) => !secrets.has(path));
}

/** A server whose key is not pinned could be anybody's, so this holds whatever the transport's schema says. */
function withHostKey({ yaml, file }: LoadedPartner, name: string, problems: Problem[]): Problem[] {
  const connection = file.connections[name]!;
  const misspelt = problems.some(({ help }) => help === 'did you mean "hostKey"?');
  if (connection.transport !== 'sftp' || connection['hostKey'] !== undefined || misspelt) return problems;
  const host = typeof connection['host'] === 'string' ? connection['host'] : 'HOST';
  const missing = problemAt(yaml, ['connections', name, 'hostKey'], {
    code: 'HOST_KEY_MISSING',
    message: `missing key "hostKey": the fingerprint by which the server ${host} is recognised`,
    help: `get it with: ssh-keyscan ${host} | ssh-keygen -lf - , and compare it with what the partner tells you`,
  });
  return [...problems.filter(({ path }) => !path.endsWith('.hostKey')), missing];
}

function outsideProblems({ yaml, file }: LoadedPartner, root: string, name: string): Problem[] {
  const { receive, send } = file.connections[name]!;
  const above = ['connections', name];
  const folders: [YamlPath, string | undefined][] = [
    [[...above, 'receive', 'path'], receive?.path],
    [[...above, 'receive', 'claimed'], receive?.claimed],
    [
      [...above, 'receive', 'finish', 'move'],
      receive && 'move' in receive.finish ? receive.finish.move : undefined,
    ],
    [[...above, 'send', 'path'], send?.path],
  ];
  return folders.flatMap(([path, folder]) => {
    const message = folder === undefined ? undefined : problemOfFolder(root, folder);
    if (message === undefined) return [];
    const help = 'use a folder of its own below the configuration folder, such as data/partners/acme/in';
    return [problemAt(yaml, path, { code: 'PATH_OUTSIDE', message, help })];
  });
}

/** Partners' files stay inside the configuration folder, and away from what the hub itself reads. */
function problemOfFolder(root: string, folder: string): string | undefined {
  const full = resolve(root, folder);
  if (!isInside(root, full)) return 'this folder is not inside the configuration folder';
  for (const own of ['partners', 'mappings', 'samples']) {
    const ownFolder = resolve(root, own);
    if (full === ownFolder || isInside(ownFolder, full))
      return `this folder is inside ${own}/, which the hub reads`;
  }
  return undefined;
}

function placesOf(loaded: LoadedPartner, root: string): Place[] {
  if (loaded.file.status === 'retired') return [];
  return Object.entries(loaded.file.connections).flatMap(([connection, given]) => {
    const isLocal = given.transport === 'folder';
    const { host, port, user } = given as { host?: unknown; port?: unknown; user?: unknown };
    const base = {
      loaded,
      connection,
      host: isLocal ? '' : [given.transport, host, port ?? 22, user].map(String).join(' '),
    };
    const locate = (folder: string) => (isLocal ? resolve(root, folder) : remoteFolder(folder));
    const { receive, send } = given;
    const places: Place[] = [];
    const above = ['connections', connection];
    if (receive) {
      const inbox = locate(receive.path);
      const claimed = receive.claimed ?? posix.join(receive.path, '.claimed');
      places.push({ ...base, path: [...above, 'receive', 'path'], use: 'inbox', folder: inbox });
      places.push({
        ...base,
        path: [...above, 'receive', 'claimed'],
        use: 'claimed',
        folder: locate(claimed),
      });
      if ('move' in receive.finish) {
        const path = [...above, 'receive', 'finish', 'move'];
        places.push({ ...base, path, use: 'done', folder: locate(receive.finish.move) });
      }
    }
    if (send)
      places.push({ ...base, path: [...above, 'send', 'path'], use: 'send', folder: locate(send.path) });
    return places;
  });
}

/** `/out/`, `/out` and `/out/.` are one folder. */
function remoteFolder(folder: string): string {
  const normal = posix.normalize(folder);
  return normal.length > 1 ? normal.replace(/\/$/, '') : normal;
}

function isSame(one: Place, other: Place): boolean {
  return one.host === other.host && one.folder === other.folder;
}

function isConflict(inbox: Place, other: Place): boolean {
  if (inbox.host !== other.host || other.use === 'inbox') return false;
  if (inbox.folder === other.folder) return true;
  return other.use !== 'send' && isInside(other.folder, inbox.folder);
}

function sharedInbox(inbox: Place, twin: Place): Problem {
  return problemAt(inbox.loaded.yaml, inbox.path, {
    code: 'INBOX_SHARED',
    message: `connection "${twin.connection}" receives from this folder too`,
    help: `each inbox belongs to one connection (the other is in ${twin.loaded.yaml.file})`,
  });
}

function conflict(inbox: Place, other: Place): Problem {
  const meaning = {
    done: 'finished files go to',
    claimed: 'taken files wait in',
    send: 'answers are sent to',
    inbox: '',
  }[other.use];
  const where = inbox.folder === other.folder ? 'is' : 'is inside';
  return problemAt(inbox.loaded.yaml, inbox.path, {
    code: 'FOLDER_CONFLICT',
    message: `this inbox ${where} the folder that ${meaning} on connection "${other.connection}"`,
    help: 'the hub would receive the same files again; use another folder',
  });
}
