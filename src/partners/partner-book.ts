/**
 * All partners, and the answers that the steps ask for: who sent this, what was agreed about it, where does the answer go.
 *
 * Nothing is guessed: all four identifiers of an interchange have to fit, or there is no partner.
 */
import { type AnswerSettings, builtInSettings, type SendSettings } from '../hub-file/index.js';
import { fitsPattern } from '../name-pattern.js';
import { type Agreement, type Connection, isInUse, type Partner, type X12Identity } from './partner.js';

/** Who an interchange is from and to; trailing blanks are ignored. */
export interface X12Address {
  senderQualifier: string; // ISA05
  sender: string; // ISA06
  receiverQualifier: string; // ISA07
  receiver: string; // ISA08
}

/** A transaction set with its GS08. */
export interface ArrivedSet {
  set: string;
  version: string;
}

/** An agreement about files that are no X12. */
export interface FileAgreement extends Agreement {
  document: Exclude<Agreement['document'], { format: 'x12' }>;
}

export interface PartnerBook {
  /** All, whatever their status, in the order of their files. */
  readonly partners: readonly Partner[];
  /** All connections of all partners. */
  readonly connections: readonly Connection[];
  /** All four identifiers together; not in use means not found. */
  findByX12Identity(address: X12Address): Partner | undefined;
  /** The agreement for a set from this partner; versions are compared by their first six characters. */
  findAgreement(partner: Partner, set: ArrivedSet): Agreement | undefined;
  /** The agreements about files of this name that are no X12; of XML and JSON what is in the file decides between them. */
  fileAgreements(partner: Partner, fileName: string): readonly FileAgreement[];
  /** By its id, whatever its status. */
  partner(id: string): Partner | undefined;
  connection(name: string): Connection | undefined;
  /** Where an acknowledgment goes: the connection the file came in on if it sends, else the partner's only one that does. */
  acknowledgmentConnection(partner: Partner, receivedOn: string): Connection | undefined;
  /** Where an answer for people goes: the connection that was agreed on, else the one of acknowledgments. */
  answerConnection(partner: Partner, answer: AnswerSettings, receivedOn: string): Connection | undefined;
  /** How X12 for this partner is written; the hub's own way for a name that is no partner's. */
  sendSyntax(partner: string): SendSettings;
  /** Whether a file of this name on this connection is agreed to be something else than X12. */
  isFileAgreed(connection: Connection, fileName: string): boolean;
}

/** Characters of GS08 that tell versions apart; what follows names an industry's guide. */
export const versionLength = 6;

/** @param defaultSyntax what hub.yaml says about writing X12 */
export function openPartnerBook(
  partners: readonly Partner[],
  defaultSyntax: SendSettings = builtInSettings.values.send,
): PartnerBook {
  const byId = new Map(partners.map((partner) => [partner.id, partner]));
  const connections = partners.flatMap((partner) => Object.values(partner.connections));
  const byConnection = new Map(connections.map((connection) => [connection.name, connection]));
  const byAddress = new Map<string, Partner>();
  for (const partner of partners.filter(({ status }) => isInUse(status))) {
    for (const address of partner.identifiers.x12.flatMap(inboundAddresses)) byAddress.set(address, partner);
  }

  const book: PartnerBook = {
    partners,
    connections,
    findByX12Identity: (address) => byAddress.get(addressKey(address)),
    findAgreement: (partner, set) => inbound(partner).find((agreement) => isFor(agreement, set)),
    fileAgreements: (partner, fileName) =>
      inbound(partner).flatMap((agreement) => (isForFile(agreement, fileName) ? [agreement] : [])),
    partner: (id) => byId.get(id),
    connection: (name) => byConnection.get(name),
    acknowledgmentConnection(partner, receivedOn) {
      const own = Object.values(partner.connections).filter(({ send }) => send !== undefined);
      const came = own.find(({ name }) => name === receivedOn);
      if (came !== undefined) return came;
      const forPeople = answerConnections(partner);
      const others = own.filter(({ name }) => !forPeople.has(name));
      const left = others.length > 0 ? others : own;
      return left.length === 1 ? left[0] : undefined;
    },
    answerConnection(partner, { connection }, receivedOn) {
      if (connection === undefined) return book.acknowledgmentConnection(partner, receivedOn);
      const agreed = partner.connections[connection];
      return agreed?.send === undefined ? undefined : agreed;
    },
    sendSyntax: (partner) => byId.get(partner)?.settings.values.send ?? defaultSyntax,
    isFileAgreed(connection, fileName) {
      const partner = byId.get(connection.partner);
      return partner !== undefined && book.fileAgreements(partner, fileName).length > 0;
    },
  };
  return book;
}

/** Connections that are named for answers to people: they are not meant when another one is looked for. */
function answerConnections({ settings, agreements }: Partner): Set<string> {
  const answers = [settings.values.answer, ...agreements.map(({ answer }) => answer)];
  return new Set(answers.flatMap(({ connection }) => connection ?? []));
}

/** Every combination of identifiers that an interchange from this partner may carry, as keys to compare. */
export function inboundAddresses({ ours, theirs }: X12Identity): string[] {
  const senders = theirs.testId === undefined ? [theirs.id] : [theirs.id, theirs.testId];
  return senders.map((sender) =>
    addressKey({
      senderQualifier: theirs.qualifier,
      sender,
      receiverQualifier: ours.qualifier,
      receiver: ours.id,
    }),
  );
}

/** The identity of a partner under which an interchange came. */
export function findIdentity({ identifiers }: Partner, address: X12Address): X12Identity | undefined {
  const key = addressKey(address);
  return identifiers.x12.find((identity) => inboundAddresses(identity).includes(key));
}

function addressKey({ senderQualifier, sender, receiverQualifier, receiver }: X12Address): string {
  return [senderQualifier, sender, receiverQualifier, receiver].map((part) => part.trimEnd()).join('\n');
}

function inbound(partner: Partner): readonly Agreement[] {
  if (!isInUse(partner.status)) return [];
  return partner.agreements.filter(({ direction, status }) => direction === 'in' && isInUse(status));
}

function isFor({ document }: Agreement, { set, version }: ArrivedSet): boolean {
  if (document.format !== 'x12' || document.set !== set) return false;
  return document.version.slice(0, versionLength) === version.slice(0, versionLength);
}

function isForFile(agreement: Agreement, fileName: string): agreement is FileAgreement {
  const { document, match } = agreement;
  return document.format !== 'x12' && match !== undefined && fitsPattern(match, fileName);
}
