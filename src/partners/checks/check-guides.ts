/**
 * What a partner file agrees beyond the guides of transaction sets: each entry has to fit one.
 */
import { guideProblems, type GuideCheck } from '../../hub-file/index.js';
import { type Problem, problemAt, type YamlPath } from '../../yaml/index.js';
import type { LoadedPartner } from '../loaded-partner.js';

export function checkGuides({ yaml, file, partner }: LoadedPartner, check: GuideCheck): Problem[] {
  const ofAll = file.syntax.validation?.guide;
  const problems = ofAll ? guideProblems(yaml, ['syntax', 'validation', 'guide'], check(ofAll)) : [];
  file.agreements.forEach(({ document, validation }, index) => {
    const given = validation?.guide;
    if (!given) return;
    const at: YamlPath = ['agreements', index, 'validation', 'guide'];
    if (document.format !== 'x12') {
      const message = 'only X12 has guides';
      problems.push(problemAt(yaml, at, { code: 'VALUE_INVALID', message, help: 'remove guide:' }));
      return;
    }
    const effective = partner.agreements[index]!.validation.guide ?? given;
    problems.push(...guideProblems(yaml, at, check(given, { ...document, effective })));
  });
  return problems;
}
