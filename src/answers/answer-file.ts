/**
 * The answer to a file that is no X12: the places at fault, or the documents that the mapping refuses. Nothing else answers
 * such a file, so for its sender this is the only word.
 */
import type { Issue } from '../vocabulary/index.js';
import { counted, placeWords } from '../wording/index.js';
import { adviceFor } from './answer-advice.js';
import {
  answerIssue,
  limitParts,
  type Answer,
  type AnswerHead,
  type AnswerIssue,
  type WholePart,
} from './answer.js';

export interface FileAnswerSource {
  /** Why the file was rejected as a whole. */
  faults: readonly Issue[];
  /** Documents in it; 0 when it was rejected as a whole. */
  documents: number;
  /** Documents that the mapping refuses: what people call them, and why. */
  refused: readonly { name: string; faults: readonly Issue[] }[];
}

/** @returns undefined when everything was accepted */
export function composeFileAnswer(head: AnswerHead, source: FileAnswerSource): Answer | undefined {
  const { faults, documents, refused } = source;
  if (faults.length === 0 && refused.length === 0) return undefined;
  const whole = faults.length > 0;
  const parts: WholePart[] = whole
    ? [{ title: 'The file', subtitle: 'rejected as a whole', issues: faults.map(fileIssue) }]
    : refused.map(({ name, faults: own }) => ({
        title: `Document ${name}`,
        subtitle: 'refused',
        issues: own.map(fileIssue),
      }));
  return {
    from: head.from,
    to: head.to,
    facts: [
      ['Your file', head.fileName],
      ...(head.receivedAt === undefined ? [] : [['Received', head.receivedAt] as const]),
    ],
    ...conclusion(whole, documents, refused.length),
    ...limitParts(parts),
  };
}

function conclusion(whole: boolean, documents: number, lost: number): { result: string; todo: string } {
  if (whole) {
    return {
      result: 'The file was rejected as a whole: nothing in it was accepted.',
      todo: 'Correct what is listed here and send the whole file again.',
    };
  }
  const accepted = documents - lost;
  return {
    result: `${accepted} of ${counted(documents, 'document')} ${accepted === 1 ? 'was' : 'were'} accepted; ${lost} ${lost === 1 ? 'was' : 'were'} not.`,
    todo:
      'Correct what is listed here and send only that again, in a new file.' +
      (accepted === 0 ? '' : ' Do not send the accepted documents again.'),
  };
}

function fileIssue(fault: Issue): AnswerIssue {
  const place = placeWords(fault.place ?? {}).join(', ');
  return answerIssue(fault, { place, advice: adviceFor(fault.code) });
}
