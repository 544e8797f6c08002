/**
 * All codes of errors: what the hub throws, and what it replies to requests that it does not do.
 *
 * The sentence is the title of replies; what was thrown carries a sentence of its own, with names and numbers.
 */
import { caller, engineer, nobody, operator, type CodeMeaning } from './code-meaning.js';

const unlessItLasts = 'Look into it when it lasts.';

/** Of the configuration, the database, the queues and secrets. */
export const startCodes = {
  CONFIG_INVALID: operator(
    'A configuration file has problems; the hub keeps or refuses it as a whole.',
    'Run `npx waybill check`, which names file, line and column.',
    'At start the hub refuses to run; while running it keeps the last good configuration.',
  ),
  DATA_DIRECTORY_LOCKED: operator(
    'Another process holds the data directory.',
    'Stop the other hub, or give this one another `data:` folder or a `DATABASE_URL`.',
    'It is the directory of the embedded database; a second process on it would lose data.',
  ),
  DATA_DIRECTORY_UNUSABLE: operator(
    'The data directory cannot be made or written.',
    'Give it to the user that runs the hub, or set `data:` to another folder.',
  ),
  DATABASE_UNREACHABLE: operator(
    'The database could not be reached, or stopped answering.',
    'Look at the PostgreSQL server and `DATABASE_URL`. Restart a hub with the embedded database; if it repeats, look for a full disk.',
    'Nothing is lost: files are not claimed meanwhile, and work goes on when the database is back.',
  ),
  DATABASE_REFUSED: operator(
    'The PostgreSQL server refused the user, password or database of DATABASE_URL.',
    'Correct `DATABASE_URL`, or create the user and the database.',
  ),
  DATABASE_UNSUPPORTED: operator(
    'The PostgreSQL server is older than version 14.',
    'Upgrade the server, or leave `DATABASE_URL` out to use the embedded database.',
  ),
  DATABASE_NOT_DURABLE: operator(
    'A commit of the embedded database did not reach the disk.',
    'Run `npm ci`; it installs the PGlite version that the hub was tested with.',
    'It is tried at start (fsync). A power cut could lose the commit, so the hub refuses to run.',
  ),
  QUEUE_STORE_UNREACHABLE: operator(
    'The queue store does not answer; work goes on without it, more slowly.',
    'Start Redis again, or the database where the queues are kept there.',
    'The queue pages have nothing to show.',
  ),
  QUEUE_STORE_UNFIT: operator(
    'The Redis server is too old, may throw jobs away, or refused the sign-in.',
    'Correct `REDIS_URL`, set `maxmemory-policy noeviction`, upgrade the server, or leave `REDIS_URL` out to keep the queues in the database.',
    'Redis 6.2 is the oldest that fits, and its `maxmemory-policy` has to keep jobs.',
  ),
  MIGRATION_FAILED: operator(
    'The database could not be brought to the schema of this version.',
    'Look at the cause in the log, restore rights or space, and start again.',
    'Nothing was changed.',
  ),
  ARCHIVE_DAMAGED: operator(
    'The kept bytes of a file are not the bytes that were received.',
    'Restore the archive from a backup, then retry.',
    'A chunk is missing or changed. Nothing is made from them.',
  ),
  SECRET_UNUSABLE: operator(
    'A secret that a connection names is missing or not of the right form.',
    'Set the environment variable or file of that secret; a key has to be in OpenSSH or PEM form and without a passphrase.',
  ),
} as const satisfies Record<string, CodeMeaning>;

/** Of connections and the files on them. */
export const connectionCodes = {
  CONNECTION_CANNOT_SEND: operator(
    'A file is due on a connection that has no send folder.',
    'Give the connection a `send:` part in the partner file, then retry.',
  ),
  FILE_CHANGED: nobody(
    'The file changed while it was being read.',
    'It is read again.',
    'If it repeats, the partner writes slowly: raise `ready.settleMs`, or agree on a temporary name.',
  ),
  FILE_TOO_LARGE: operator(
    'The file is larger than limits.fileBytesMax.',
    'Raise the limit, or ask the partner to split the file.',
    'It stays in the inbox. An event and the log report it once.',
  ),
  CONNECTION_UNREACHABLE: nobody(
    'The other side could not be reached, or stopped answering.',
    'It is tried again with growing delays.',
    unlessItLasts,
  ),
  AUTHENTICATION_REFUSED: operator(
    'The other side refused our key or password.',
    'Ask the partner whether the key is installed and the account open; check the secret that the connection names.',
    'The hub tries again after five minutes at the earliest, so that the account is not locked.',
  ),
  HOST_KEY_CHANGED: operator(
    'The server showed a host key that is not pinned for this connection.',
    'Ask the partner, over another way, whether they changed their key. If so, add the new fingerprint to `hostKey:`, start the hub again, and remove the old one later. If not, treat it as an attack.',
    'The key is not among `hostKey:`. The hub left before signing in; nothing was sent. Files that waited go through at the start. A server may have keys of several types: `ssh-keyscan HOST | ssh-keygen -lf -` lists them all, and the error names the type that it showed.',
  ),
  ALGORITHMS_REFUSED: operator(
    'The server offers only algorithms that are no longer safe.',
    'Ask the partner to update the server.',
    'They are SHA-1, CBC and 3DES; the server and the hub have none in common.',
  ),
  FOLDER_MISSING: operator(
    'A folder that the connection names is not there.',
    'Create or mount the folder, or correct `path:` of the connection.',
    'It may be a share that is not mounted. It is looked for again at each poll.',
  ),
  FOLDERS_APART: operator(
    'The inbox and the claimed or done folder are on different file systems.',
    'Choose `receive.claimed` and `finish.move` on the file system of `receive.path`.',
    'A file is claimed and finished by renaming it, which works within one file system only. Two container volumes are two file systems even when they lie on the same disk.',
  ),
  FILE_MISSING: nobody(
    'The file is no longer there.',
    'It was listed or claimed, and somebody else took it away.',
    'If it repeats, find out who else reads this folder.',
  ),
  CLAIM_REFUSED: operator(
    'The other side does not let us rename files in the inbox.',
    'Ask for the right to rename in the inbox and to create the claimed folder, or set `receive.claimed` to a folder where the hub may write.',
    'The hub claims files by a rename, so that each is taken once.',
  ),
  ACCESS_REFUSED: operator(
    'A file or folder may not be read or written.',
    'Correct the rights, then retry.',
    'The hub lacks the rights, or it is not a regular file.',
  ),
  TRANSFER_FAILED: nobody(
    'The other side broke off a file operation.',
    'The reason may be a full disk, a quota, too many open files or a fault of the disk. It is tried again with growing delays; nothing is visible under a final name.',
    'When it lasts, look at the path and the reason in the detail.',
  ),
  NAME_UNSAFE: operator(
    'A file cannot be put under this name.',
    'Change `send.name` of the connection.',
    'The name made from it is empty, too long, has a path in it or looks like a temporary name.',
  ),
  NAME_TAKEN: operator(
    'A different file already has this name at the partner.',
    'Look at both files, then retry or cancel.',
    'Ours was not written over it.',
  ),
} as const satisfies Record<string, CodeMeaning>;

/** Of what is written, and of ERP systems. */
export const sendingCodes = {
  OUTBOUND_UNWRITABLE: operator(
    'The document to be sent cannot be written under the agreed delimiters and identifiers.',
    "Correct the partner's identifiers or its `send:` settings, then retry.",
    'For example an identifier is too long, or a value holds a delimiter and no `replacementCharacter` is agreed. Nothing was sent; the place is named, never the value.',
  ),
  OUTBOUND_UNREADABLE: engineer(
    'The text to be sent reads differently than it was meant.',
    'Report it with the place that the error names; the documents are kept and can be written again.',
    'A second, independent parser read it. Nothing was sent. It is a fault of the hub.',
  ),
  ERP_UNKNOWN: operator(
    'The file hub.yaml has no ERP system of this name.',
    'Add it again under `erp:`, then retry.',
    'A delivery names it.',
  ),
  DELIVERY_REFUSED: operator(
    'The ERP refused the record.',
    'Correct the cause at the ERP or in the mapping, then retry or replay.',
    'The record is dead-lettered.',
  ),
  ERP_SIGN_IN_REFUSED: operator(
    'The ERP refused the credentials of the hub.',
    'Renew the secret named under `auth:` of that ERP in `hub.yaml`. A new value is used without a restart.',
    'It answered HTTP 401 or 403. Records wait and are tried again with growing delays.',
  ),
  DELIVERY_UNAVAILABLE: nobody(
    'The ERP did not answer, or answered that it cannot take records now.',
    'It is tried again with growing delays.',
    unlessItLasts,
  ),
} as const satisfies Record<string, CodeMeaning>;

/** Of commands, and of what they ask of a running hub. */
export const commandCodes = {
  CONTROL_REFUSED: caller(
    'The data directory belongs to another user of this machine.',
    'Run the command as the user that the hub runs as, such as `sudo -u waybill npx waybill status`; your own name (`SUDO_USER`) is still recorded.',
    'So does the socket in it, on which the hub listens to commands.',
  ),
  CONTROL_UNREACHABLE: caller(
    'The running hub does not answer the command line.',
    'Start the hub again, see what became of the command with `npx waybill status`, and repeat it.',
    'It took the command but ended before it had answered.',
  ),
  CROSSWALK_UNKNOWN: caller(
    'No mapping uses a crosswalk of this name.',
    'Take one of those that the sentence names. A crosswalk is used when a mapping names it under `crosswalks:`.',
    'Several files may also have this name.',
  ),
  CROSSWALK_REFUSED: caller(
    'The rows do not fit the crosswalk.',
    'Correct what the sentence names, and repeat.',
    'The crosswalk does not have the column, a row says nothing beside its key, or there are marks of a spreadsheet. Nothing was written.',
  ),
  NOTHING_WAITS: caller(
    'Nothing that was named waits for the configuration.',
    '`npx waybill release --all` shows what waits.',
    'There may also be no such file or record.',
  ),
  NOTHING_OVERDUE: caller(
    'Nothing is overdue of what was named.',
    '`npx waybill overdue` shows what is.',
    'It came meanwhile, or was settled already.',
  ),
  NOTHING_CANCELLED: caller(
    'Nothing that was named waits to go out.',
    '`npx waybill outbound` shows what waits; look a moment later for one that is just being composed.',
    'None of it waits, is held or was given up. A document that is written or sent stays so, and one that is just being composed goes out.',
  ),
} as const satisfies Record<string, CodeMeaning>;

/** Of changes of the configuration. */
export const changeCodes = {
  CHANGES_TAKEN_AT_ONCE: caller(
    'This hub takes what stands in the folder at once; there is nothing to apply.',
    'Edit the folder, or `npx waybill rollback --write` to replace its files; to have changes wait, set `changes: { take: applied }` in `hub.yaml`.',
    'It runs with `changes: { take: at-once }`: the folder is live as soon as it is sound, and would replace a version that was put live again within seconds.',
  ),
  PLAN_UNKNOWN: caller(
    'No plan has this hash.',
    'Run `npx waybill plan`, then apply the hash that it prints.',
    'Nothing was planned under it, or the folder as it is was not planned.',
  ),
  PLAN_OUTDATED: caller(
    'The configuration folder changed after the plan.',
    'Run `npx waybill plan` again, look at what differs, and apply the new hash.',
    'Something else would go live than was reviewed.',
  ),
  PLAN_OWN: caller(
    'The one who planned a change may not apply it.',
    'Have a second person run `npx waybill plan` to see it, and `npx waybill apply`.',
    'It is so with `changes: { fourEyes: true }`, for the first one who planned the change.',
  ),
  APPROVED_OTHER: caller(
    'Another version is approved to go live at a later time.',
    'Run `npx waybill apply --cancel HASH`, apply this one, then plan and approve the other again; or put both into one plan.',
    'It was planned over what is live now, so it would take back all that goes live before it.',
  ),
  NOTHING_APPROVED: caller(
    'No version is approved to go live at a later time.',
    '`npx waybill plan` shows what is approved; `npx waybill rollback` goes back from what is live.',
    'Or not this one: it is live already, was cancelled, or was never approved.',
  ),
  EFFECTIVE_TIME_UNUSABLE: caller(
    'A version cannot go live at this time.',
    'Do as the sentence says; with an offset, such as `2026-11-01T01:30-05:00`, every time is plain.',
    "The time after `--effective` is past, too far away, not a time, or one that the hospital's clock shows twice or never because clocks are changed. Or the version cannot wait: it is live already, or has changes taken at once.",
  ),
  SHADOW_RUNNING: caller(
    'Another version runs as a shadow.',
    '`npx waybill shadow` shows what it has found; `npx waybill shadow --stop` ends it.',
    'One version at a time does. It may also be this one, for other partners.',
  ),
  SHADOW_NONE: caller(
    'No version runs as a shadow.',
    'Run `npx waybill plan`, then `npx waybill shadow HASH`.',
  ),
  VERSION_UNKNOWN: caller(
    'No version of the configuration has this hash.',
    '`npx waybill rollback --list` shows the versions there are.',
    'None that was ever live has it.',
  ),
} as const satisfies Record<string, CodeMeaning>;

/** Of the API and its pages. */
export const apiCodes = {
  API_ADDRESS_UNUSABLE: operator(
    'The API cannot listen at the address that hub.yaml names.',
    'Change `api.listen` in `hub.yaml`, or stop the other process.',
    'Another process has the port (EADDRINUSE), the port needs more rights (EACCES), or this machine does not have the address (EADDRNOTAVAIL).',
  ),
  REQUEST_INVALID: caller(
    'The request is not one that this address understands.',
    'Correct the request.',
    'A field is missing, unknown or of another kind, or the content type is.',
  ),
  SIGN_IN_REQUIRED: caller('Only a signed-in operator may see this.', 'Sign in at `/ops/sign-in`.'),
  SIGN_IN_REFUSED: caller(
    'Name, password or first-run secret is wrong.',
    'Try again; the first-run secret is printed when the hub starts and nobody can sign in yet.',
  ),
  FORM_REFUSED: caller(
    'The form was not one that this hub gave out.',
    'Open the page again and repeat. Behind a proxy, the proxy must hand on the `Host` header unchanged.',
    'This browser did not get it, or it is too old.',
  ),
  NOT_FOUND: caller(
    'There is nothing at this address.',
    'Check the address. The queue pages appear once an operator can sign in.',
  ),
  READ_ONLY: nobody(
    'The queue pages show; they do not act.',
    'The hub tries again by itself, and keeps a record of it.',
  ),
  REQUEST_TOO_LARGE: caller('The request is larger than the API takes.', 'Send less.'),
  REQUEST_TOO_SLOW: caller(
    'The request or its answer took too long.',
    'Look at `/readyz`, then try again.',
    'The request arrived too slowly, or the database or the queue store does not answer.',
  ),
  TOO_MANY_ATTEMPTS: caller(
    'Too many attempts to sign in; wait before the next.',
    'Wait as long as `Retry-After` says.',
    'They came from one address, or altogether.',
  ),
  INTERNAL_ERROR: engineer(
    'A fault of the hub.',
    'Report it with the lines of the log.',
    'The reply carries an `id`; the log has the cause under the same id.',
  ),
} as const satisfies Record<string, CodeMeaning>;

export const errorCodes = {
  ...startCodes,
  ...connectionCodes,
  ...sendingCodes,
  ...commandCodes,
  ...changeCodes,
  ...apiCodes,
} as const;

/** A stable code of an error. */
export type ErrorCode = keyof typeof errorCodes;
