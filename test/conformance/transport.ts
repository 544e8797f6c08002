/**
 * The promises of a transport, run unchanged by the test of every plug-in.
 *
 * The stage gives folders on this machine that the other side serves, so that a test can see what a partner would see.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  appendFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { v7 as uuidv7 } from 'uuid';
import { WaybillError } from '../../src/errors.js';
import type { ClaimedFile, Transport, ReceiveRule } from '../../src/transports/transport.js';
import type { ErrorCode } from '../../src/vocabulary/index.js';

/** Folders of one test, seen from this machine. */
export interface TransportFolders {
  inbox: string;
  done: string;
  outbox: string;
}

export interface TransportStage {
  /** New, empty folders. */
  makeFolders(): TransportFolders;
  /** Where on this machine the other side has a path of its own. */
  localPath(path: string): string;
  /** Gives a file that a test has made to the user that the other side runs as. */
  own(path: string | Buffer): void;
  /** @param changes to the receive rule and the options of the connection */
  open(
    folders: TransportFolders,
    changes?: { receive?: Partial<ReceiveRule>; options?: object },
  ): Promise<Transport>;
  close(): Promise<void>;
}

/** Declares the tests of one transport; every transport opened through the context is closed after its test. */
export function describeTransport(startStage: () => Promise<TransportStage>): void {
  const context = new StageContext();
  before(async () => {
    context.stage = await startStage();
  });
  beforeEach(() => {
    context.folders = context.stage.makeFolders();
  });
  afterEach(() => context.closeAll());
  after(() => context.stage?.close());
  describe('list', () => promisesOfList(context));
  describe('claim', () => promisesOfClaim(context));
  describe('fetch', () => promisesOfFetch(context));
  describe('finish', () => promisesOfFinish(context));
  describe('put', () => promisesOfPut(context));
}

class StageContext {
  stage!: TransportStage;
  folders!: TransportFolders;
  #opened: Transport[] = [];

  async open(
    changes: Parameters<TransportStage['open']>[1] = {},
    folders = this.folders,
  ): Promise<Transport> {
    const transport = await this.stage.open(folders, changes);
    this.#opened.push(transport);
    return transport;
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((transport) => transport.close()));
  }

  /** A file in the inbox, with an mtime so many seconds after an arbitrary start. */
  drop(name: string | Buffer, content: string | Buffer = 'ISA~', second = 0): void {
    const path = Buffer.concat([Buffer.from(`${this.folders.inbox}/`), Buffer.from(name)]);
    writeFileSync(path, content);
    this.stage.own(path);
    utimesSync(path, 1_700_000_000 + second, 1_700_000_000 + second);
  }

  /** A file in the outbox that was last written so many minutes ago. */
  leave(name: string, minutes: number): void {
    const path = join(this.folders.outbox, name);
    writeFileSync(path, 'x');
    this.stage.own(path);
    this.age(name, minutes);
  }

  /** Makes something in the outbox so many minutes old. */
  age(name: string, minutes: number): void {
    const seconds = Date.now() / 1000 - minutes * 60;
    lutimesSync(join(this.folders.outbox, name), seconds, seconds);
  }

  /** Lists, and claims the file that a test has dropped. */
  async claimOnly(transport: Transport): Promise<ClaimedFile> {
    const { files } = await transport.list();
    expect(files).to.have.length(1);
    const claimed = await transport.claim(files[0]!, uuidv7());
    if (claimed === undefined) throw new Error('the file could not be claimed');
    return claimed;
  }
}

export async function* bytesOf(...parts: (string | Buffer)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

export async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts);
}

/** Waits for a rejection with this code and returns the error. */
export async function expectError(code: ErrorCode, work: Promise<unknown>): Promise<WaybillError> {
  const outcome = await work.then(
    () => 'no error',
    (error: unknown) => error,
  );
  if (!(outcome instanceof WaybillError))
    throw new Error(`expected ${code}, got ${String(outcome)}`, { cause: outcome });
  expect(outcome.code).to.equal(code);
  return outcome;
}

const oddNames = [
  'a\\..\\win.edi',
  '%2e%2e%2fx.edi',
  'new\nline\ttab\u001besc.edi',
  '-rf.edi',
  ' blank around.edi',
  `${'n'.repeat(251)}.edi`,
  `${'\u00e9'.repeat(125)}.edi`,
  'caf\u00e9.edi',
  'cafe\u0301.edi',
  '\u202eright-to-left\u200b.edi',
  ";rm -rf 'a' `b` $(c).edi",
  'CON.txt.edi',
  'a:stream.edi',
  '0198f000-0000-7000-8000-000000000000__x.edi',
  '*.edi',
];

function promisesOfList(context: StageContext): void {
  it('lists the files that match, oldest first, with size and whole milliseconds', async () => {
    context.drop('young.edi', 'abc', 20);
    context.drop('old.edi', 'ab', 10);
    context.drop('other.txt');
    const { files, claimed, alerts } = await (await context.open()).list();
    expect(files.map(({ name, size }) => ({ name, size }))).to.deep.equal([
      { name: 'old.edi', size: 2 },
      { name: 'young.edi', size: 3 },
    ]);
    expect(files[0]?.mtimeMs).to.equal(1_700_000_010_000);
    expect({ claimed, alerts }).to.deep.equal({ claimed: [], alerts: [] });
  });

  it('matches whole names and minds upper and lower case', async () => {
    for (const name of ['file.edi', 'file.edi.exe', 'FILE.EDI', 'xfile.edi']) context.drop(name);
    const transport = await context.open({ receive: { match: ['f*.edi'] } });
    expect((await transport.list()).files.map((file) => file.name)).to.deep.equal(['file.edi']);
  });

  it('passes over names that writers use while they write', async () => {
    for (const name of ['.hidden', 'x.tmp', 'X.TMP', 'x.filepart', 'x.edi~']) context.drop(name);
    const { files, alerts } = await (await context.open({ receive: { match: ['*'] } })).list();
    expect({ files, alerts }).to.deep.equal({ files: [], alerts: [] });
  });

  it('never offers a folder, a link or a pipe, and says so', async () => {
    const { inbox } = context.folders;
    mkdirSync(join(inbox, 'folder.edi'));
    symlinkSync('/etc/passwd', join(inbox, 'link.edi'));
    execFileSync('mkfifo', [join(inbox, 'pipe.edi')]);
    context.drop('good.edi');
    const { files, alerts } = await (await context.open()).list();
    expect(files.map((file) => file.name)).to.deep.equal(['good.edi']);
    expect(alerts.map((alert) => `${alert.code} ${alert.name}`).sort()).to.deep.equal([
      'NOT_A_REGULAR_FILE folder.edi',
      'NOT_A_REGULAR_FILE link.edi',
      'NOT_A_REGULAR_FILE pipe.edi',
    ]);
  });

  it('does not alert for its own folders in the inbox', async () => {
    const { inbox } = context.folders;
    const transport = await context.open(
      { receive: { match: ['*'] } },
      { ...context.folders, done: join(inbox, 'done') },
    );
    await transport.list();
    context.drop('a.edi');
    const { files, alerts } = await transport.list();
    expect(files.map((file) => file.name)).to.deep.equal(['a.edi']);
    expect(alerts).to.deep.equal([]);
  });

  it('alerts once for a name that is not UTF-8 and goes on with the others', async () => {
    context.drop(Buffer.from('caf\xe9.edi', 'latin1'));
    context.drop('good.edi');
    const { files, alerts } = await (await context.open()).list();
    expect(files.map((file) => file.name)).to.deep.equal(['good.edi']);
    expect(alerts).to.deep.equal([{ code: 'UNREADABLE_NAME', name: 'caf\ufffd.edi' }]);
  });

  it('looks at no more entries than its limit and says so', async () => {
    for (let number = 0; number < 30; number++) context.drop(`${number}.edi`);
    const transport = await context.open({ options: { listingEntriesMax: 20 } });
    const { files, alerts } = await transport.list();
    expect(files.length).to.be.within(15, 20);
    expect(alerts.map((alert) => alert.code)).to.deep.equal(['LISTING_TOO_LONG']);
  });

  it('reports a missing inbox, and works again when it is back', async () => {
    const { inbox } = context.folders;
    renameSync(inbox, `${inbox}-away`);
    await expectError(
      'FOLDER_MISSING',
      context.open().then((transport) => transport.list()),
    );
    renameSync(`${inbox}-away`, inbox);
    context.drop('a.edi');
    expect((await (await context.open()).list()).files).to.have.length(1);
  });

  it('tells which files have their done marker, and never offers the marker', async () => {
    context.drop('whole.edi');
    context.drop('whole.edi.done');
    context.drop('growing.edi', 'ISA', 1);
    const ready = { settleMs: 0, trailer: false, doneMarker: '.done', maxIncompleteAgeMs: 1 };
    const transport = await context.open({ receive: { match: ['*'], ready } });
    const { files } = await transport.list();
    expect(files.map(({ name, marked }) => ({ name, marked }))).to.deep.equal([
      { name: 'whole.edi', marked: true },
      { name: 'growing.edi', marked: false },
    ]);
    await transport.claim(files[0]!, uuidv7());
    expect(readdirSync(context.folders.inbox)).to.not.include('whole.edi.done');
  });
}

function promisesOfClaim(context: StageContext): void {
  it('lets four rivals win each of 120 files exactly once', async () => {
    const names = Array.from({ length: 120 }, (_, number) => `${number}.edi`);
    for (const name of names) context.drop(name, name);
    const rivals = await Promise.all([context.open(), context.open(), context.open(), context.open()]);
    const won = await Promise.all(
      rivals.map(async (rival) => {
        const claims: ClaimedFile[] = [];
        for (const file of (await rival.list()).files) {
          const claimed = await rival.claim(file, uuidv7());
          if (claimed !== undefined) claims.push(claimed);
        }
        return claims;
      }),
    );
    expect(
      won
        .flat()
        .map((claimed) => claimed.originalName)
        .sort(),
    ).to.deep.equal([...names].sort());
    const { files, claimed } = await rivals[0].list();
    expect(files).to.deep.equal([]);
    expect(new Set(claimed.map((file) => file.path))).to.deep.equal(
      new Set(won.flat().map((file) => file.path)),
    );
    for (const file of won.flat())
      expect(readFileSync(context.stage.localPath(file.path), 'utf8')).to.equal(file.originalName);
  });

  it('is silent about a file that vanished', async () => {
    context.drop('a.edi');
    const transport = await context.open();
    const { files } = await transport.list();
    rmSync(join(context.folders.inbox, 'a.edi'));
    expect(await transport.claim(files[0]!, uuidv7())).to.equal(undefined);
  });

  it('finds claimed files again, in the order of their claims', async () => {
    context.drop('b.edi', 'b', 1);
    context.drop('a.edi', 'a', 2);
    const transport = await context.open();
    const claims: unknown[] = [];
    for (const file of (await transport.list()).files) claims.push(await transport.claim(file, uuidv7()));
    const { claimed } = await (await context.open()).list();
    expect(claimed.map((file) => file.originalName)).to.deep.equal(['b.edi', 'a.edi']);
    expect(claimed).to.deep.equal(claims);
  });

  it('claims the same name twice without a clash', async () => {
    const transport = await context.open();
    for (const content of ['first', 'second']) {
      context.drop('same.edi', content);
      await context.claimOnly(transport);
    }
    const { claimed } = await transport.list();
    const contents = await Promise.all(
      claimed.map(async (file) => String(await collect(transport.fetch(file)))),
    );
    expect(contents).to.deep.equal(['first', 'second']);
  });

  it('takes any name through claim, fetch and finish, and keeps it exactly', async () => {
    for (const [number, name] of oddNames.entries()) context.drop(name, `content ${number}`, number);
    const transport = await context.open();
    const { files, alerts } = await transport.list();
    expect(alerts).to.deep.equal([]);
    expect(files.map((file) => file.name)).to.deep.equal(oddNames);
    for (const [number, file] of files.entries()) {
      const claimed = await transport.claim(file, uuidv7());
      expect(claimed?.originalName).to.equal(oddNames[number]);
      expect(String(await collect(transport.fetch(claimed!)))).to.equal(`content ${number}`);
      await transport.finish(claimed!);
    }
    expect(readdirSync(context.folders.done).sort()).to.deep.equal([...oddNames].sort());
  });
}

function promisesOfFetch(context: StageContext): void {
  for (const size of [0, 1, 32_767, 32_768, 32_769, 1_500_000]) {
    it(`gives the ${size} bytes of a file`, async () => {
      const content = randomBytes(size);
      context.drop('a.edi', content);
      const transport = await context.open();
      const claimed = await context.claimOnly(transport);
      expect((await collect(transport.fetch(claimed))).equals(content)).to.equal(true);
    });
  }

  it('starts where it is told', async () => {
    context.drop('a.edi', 'ISA*...~IEA*1*000000001~');
    const transport = await context.open();
    const [file] = (await transport.list()).files;
    expect(String(await collect(transport.fetch(file!, { start: 8 })))).to.equal('IEA*1*000000001~');
  });

  it('reads many files at once', async () => {
    const contents = Array.from({ length: 20 }, () => randomBytes(100_000));
    contents.forEach((content, number) => context.drop(`${number}.edi`, content, number));
    const transport = await context.open();
    const { files } = await transport.list();
    const read = await Promise.all(files.map((file) => collect(transport.fetch(file))));
    expect(read.every((bytes, number) => bytes.equals(contents[number]!))).to.equal(true);
  });

  it('refuses what it read of a file that grew meanwhile', async () => {
    context.drop('a.edi', randomBytes(2_000_000));
    const transport = await context.open();
    const claimed = await context.claimOnly(transport);
    const grow = async () => {
      for await (const _ of transport.fetch(claimed))
        appendFileSync(context.stage.localPath(claimed.path), 'more');
    };
    await expectError('FILE_CHANGED', grow());
    const [now] = (await transport.list()).claimed;
    expect(
      (await collect(transport.fetch(now!))).equals(readFileSync(context.stage.localPath(claimed.path))),
    ).to.equal(true);
  });

  it('refuses a file that shrank meanwhile', async () => {
    context.drop('a.edi', randomBytes(2_000_000));
    const transport = await context.open();
    const claimed = await context.claimOnly(transport);
    const shrink = async () => {
      for await (const _ of transport.fetch(claimed))
        writeFileSync(context.stage.localPath(claimed.path), 'short');
    };
    await expectError('FILE_CHANGED', shrink());
  });

  it('refuses a file rewritten since it was listed, even at the same size', async () => {
    context.drop('a.edi', 'first');
    const transport = await context.open();
    const [file] = (await transport.list()).files;
    context.drop('a.edi', 'other', 5);
    await expectError('FILE_CHANGED', collect(transport.fetch(file!)));
  });

  it('says when the file is gone', async () => {
    context.drop('a.edi');
    const transport = await context.open();
    const claimed = await context.claimOnly(transport);
    rmSync(context.stage.localPath(claimed.path));
    await expectError('FILE_MISSING', collect(transport.fetch(claimed)));
  });

  it('may be left in the middle', async () => {
    context.drop('a.edi', randomBytes(1_000_000));
    const transport = await context.open();
    const claimed = await context.claimOnly(transport);
    for (let round = 0; round < 20; round++) {
      for await (const part of transport.fetch(claimed)) {
        expect(part.length).to.be.greaterThan(0);
        break;
      }
    }
    await transport.finish(claimed);
    expect(readdirSync(context.folders.done)).to.deep.equal(['a.edi']);
  });
}

function promisesOfFinish(context: StageContext): void {
  it('moves the file to the done folder, and may be called again', async () => {
    context.drop('a.edi', 'content');
    const transport = await context.open();
    const claimed = await context.claimOnly(transport);
    await transport.finish(claimed);
    await transport.finish(claimed);
    expect(readFileSync(join(context.folders.done, 'a.edi'), 'utf8')).to.equal('content');
    expect((await transport.list()).claimed).to.deep.equal([]);
  });

  it('may be called by several at once', async () => {
    for (let number = 0; number < 20; number++) context.drop(`${number}.edi`, String(number), number);
    const rivals = await Promise.all([context.open(), context.open()]);
    const { files } = await rivals[0].list();
    for (const file of files) {
      const claimed = await rivals[0].claim(file, uuidv7());
      await Promise.all(rivals.map((rival) => rival.finish(claimed!)));
    }
    expect(readdirSync(context.folders.done).sort()).to.deep.equal(files.map((file) => file.name).sort());
    expect((await rivals[1].list()).claimed).to.deep.equal([]);
  });

  it('keeps an earlier file of the same name in the done folder', async () => {
    const transport = await context.open();
    for (const content of ['first', 'second', 'third']) {
      context.drop('a.edi', content);
      await transport.finish(await context.claimOnly(transport));
    }
    const { done } = context.folders;
    const contents = readdirSync(done).map((name) => readFileSync(join(done, name), 'utf8'));
    expect(contents.sort()).to.deep.equal(['first', 'second', 'third']);
    expect(readFileSync(join(done, 'a.edi'), 'utf8')).to.equal('first');
  });

  it('deletes the file where the rule says so, and may be called again', async () => {
    context.drop('a.edi');
    const transport = await context.open({ receive: { finish: { delete: true } } });
    const claimed = await context.claimOnly(transport);
    await transport.finish(claimed);
    await transport.finish(claimed);
    expect((await transport.list()).claimed).to.deep.equal([]);
    expect(readdirSync(context.folders.done)).to.deep.equal([]);
  });

  it('makes the done folder when it is missing', async () => {
    rmSync(context.folders.done, { recursive: true });
    context.drop('a.edi');
    const transport = await context.open();
    await transport.finish(await context.claimOnly(transport));
    expect(readdirSync(context.folders.done)).to.deep.equal(['a.edi']);
  });
}

function promisesOfPut(context: StageContext): void {
  const outbox = () => readdirSync(context.folders.outbox);
  const content = (name: string) => readFileSync(join(context.folders.outbox, name));

  for (const size of [0, 1, 100_000, 1_500_000]) {
    it(`puts ${size} bytes, and leaves nothing else behind`, async () => {
      const bytes = randomBytes(size);
      const transport = await context.open();
      expect(await transport.put('997.edi', bytesOf(bytes), size)).to.equal('put');
      expect(content('997.edi').equals(bytes)).to.equal(true);
      expect(outbox()).to.deep.equal(['997.edi']);
    });
  }

  it('says that the same bytes are already there', async () => {
    const transport = await context.open();
    await transport.put('997.edi', bytesOf('same', ' bytes'), 10);
    const { ino } = lstatSync(join(context.folders.outbox, '997.edi'));
    expect(await transport.put('997.edi', bytesOf('same bytes'), 10)).to.equal('already-there');
    expect(lstatSync(join(context.folders.outbox, '997.edi')).ino).to.equal(ino);
    expect(outbox()).to.deep.equal(['997.edi']);
  });

  for (const other of ['other!', 'longer than before']) {
    it(`never writes over a file with other bytes (${other.length} of them)`, async () => {
      const transport = await context.open();
      await transport.put('997.edi', bytesOf('first.'), 6);
      await expectError('NAME_TAKEN', transport.put('997.edi', bytesOf(other), other.length));
      expect(String(content('997.edi'))).to.equal('first.');
      expect(outbox()).to.deep.equal(['997.edi']);
    });
  }

  it('lets one of several rivals with different bytes have the name', async () => {
    const transport = await context.open();
    const results = await Promise.allSettled(
      ['one', 'two', 'six', 'ten'].map((text) => transport.put('997.edi', bytesOf(text), 3)),
    );
    const [winner, ...more] = ['one', 'two', 'six', 'ten'].filter(
      (_, at) => results[at]?.status === 'fulfilled',
    );
    expect(more).to.deep.equal([]);
    expect(String(content('997.edi'))).to.equal(winner);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).to.have.property('code', 'NAME_TAKEN');
    expect(outbox()).to.deep.equal(['997.edi']);
  });

  it('shows nothing when the bytes end in an error', async () => {
    async function* broken() {
      yield randomBytes(100_000);
      throw new Error('the archive failed');
    }
    const transport = await context.open();
    const failure = await transport.put('997.edi', broken(), 200_000).catch((error: unknown) => error);
    expect(String(failure)).to.contain('the archive failed');
    expect(outbox()).to.deep.equal([]);
  });

  it('shows nothing when the bytes are not as many as was said', async () => {
    const transport = await context.open();
    const failure = await transport.put('997.edi', bytesOf('short'), 6).catch((error: unknown) => error);
    expect(String(failure)).to.contain('5 bytes and told 6');
    expect(outbox()).to.deep.equal([]);
  });

  for (const name of [
    '',
    '.',
    '..',
    '../x.edi',
    'a/b.edi',
    '/etc/x',
    'nul\0.edi',
    '.hidden',
    'x.tmp',
    'n'.repeat(256),
  ]) {
    it(`refuses the name ${JSON.stringify(name.slice(0, 12))}`, async () => {
      const transport = await context.open();
      await expectError('NAME_UNSAFE', transport.put(name, bytesOf('x'), 1));
    });
  }

  it('takes a name of 255 bytes', async () => {
    const transport = await context.open();
    const name = `${'\u00e9'.repeat(125)}x.edi`;
    expect(await transport.put(name, bytesOf('x'), 1)).to.equal('put');
    expect(outbox()).to.deep.equal([name]);
  });

  it('removes temporary files of ours that are older than an hour, and nothing else', async () => {
    const leftovers = ['.856.edi.0123abcd.part', `.${'n'.repeat(236)}.edi.76543210.part`];
    const others = ['.856.edi.part', '.856.edi.0123ABCD.part', '856.edi.0123abcd.part', '.hidden', 'x.tmp'];
    for (const name of [...leftovers, ...others]) context.leave(name, 61);
    context.leave('.856.edi.9abcdef0.part', 59);
    const [folder, link] = ['.folder.0123abcd.part', '.link.0123abcd.part'] as const;
    mkdirSync(join(context.folders.outbox, folder));
    symlinkSync('.hidden', join(context.folders.outbox, link));
    for (const name of [folder, link]) context.age(name, 61);
    await (await context.open()).put('997.edi', bytesOf('x'), 1);
    const kept = ['.856.edi.9abcdef0.part', folder, link, ...others];
    expect(outbox().sort()).to.deep.equal(['997.edi', ...kept].sort());
  });

  it('looks for them once, when it has put a first file', async () => {
    const [one, two] = ['.one.edi.0123abcd.part', '.two.edi.0123abcd.part'] as const;
    const transport = await context.open();
    context.leave(one, 61);
    await expectError('NAME_UNSAFE', transport.put('', bytesOf('x'), 1));
    expect(outbox()).to.deep.equal([one]);
    await Promise.all(['a.edi', 'b.edi'].map((name) => transport.put(name, bytesOf('x'), 1)));
    context.leave(two, 61);
    await transport.put('c.edi', bytesOf('x'), 1);
    expect(outbox().sort()).to.deep.equal([two, 'a.edi', 'b.edi', 'c.edi']);
    await (await context.open()).put('d.edi', bytesOf('x'), 1);
    expect(outbox().sort()).to.deep.equal(['a.edi', 'b.edi', 'c.edi', 'd.edi']);
  });

  it('reports a missing folder', async () => {
    rmSync(context.folders.outbox, { recursive: true });
    const transport = await context.open();
    await expectError('FOLDER_MISSING', transport.put('997.edi', bytesOf('x'), 1));
  });
}
