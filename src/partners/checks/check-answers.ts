/**
 * Answer files: a connection that can carry them, and names that no other file of that connection can have.
 */
import type { AnswerSettings } from '../../hub-file/index.js';
import { type Problem, problemAt, unknownName, type YamlPath } from '../../yaml/index.js';
import type { LoadedPartner } from '../loaded-partner.js';

/** Only what this file says itself: what hub.yaml says for all need not fit every partner. */
export function checkAnswers(loaded: LoadedPartner): Problem[] {
  const { file, partner } = loaded;
  const places: [YamlPath, boolean, AnswerSettings][] = [
    [['syntax', 'answer'], file.syntax.answer !== undefined, partner.settings.values.answer],
    ...partner.agreements.map((agreement, index): [YamlPath, boolean, AnswerSettings] => [
      ['agreements', index, 'answer'],
      file.agreements[index]!.answer !== undefined,
      agreement.answer,
    ]),
  ];
  return places.flatMap(([path, given, answer]) => (given ? placeProblems(loaded, path, answer) : []));
}

function placeProblems({ yaml, file }: LoadedPartner, path: YamlPath, answer: AnswerSettings): Problem[] {
  if (answer.files === 'none') return [];
  const names = Object.keys(file.connections);
  const { connection } = answer;
  const at = [...path, connection === undefined ? 'files' : 'connection'];
  if (connection !== undefined && !names.includes(connection))
    return [unknownName(yaml, at, { kind: 'connection', name: connection, names })];
  const candidates = connection === undefined ? names : [connection];
  const senders = candidates.filter((name) => file.connections[name]!.send !== undefined);
  if (senders.length === 0) {
    const message =
      connection === undefined
        ? 'no connection of this partner sends'
        : `connection "${connection}" does not send`;
    return [problemAt(yaml, at, { code: 'VALUE_INVALID', message, help: 'add send: to it' })];
  }
  const taken = senders.find((name) => clashes(answer.name, file.connections[name]!.send!.name));
  if (taken === undefined) return [];
  const message = `answer files could have the names of other files on connection "${taken}"`;
  const help = "such as name: '{document}_{control}'";
  return [problemAt(yaml, [...path, 'name'], { code: 'VALUE_INVALID', message, help })];
}

/** Whether a name of an answer file can be that of an acknowledgment. */
function clashes(answerName: string, sendName: string): boolean {
  const forms = ['.txt', '.html'].map(
    (suffix) => `${answerName.replaceAll('{document}', 'answer')}${suffix}`,
  );
  return ['997', '999'].some((set) => forms.includes(sendName.replaceAll('{document}', set)));
}
