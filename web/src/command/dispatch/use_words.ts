// SPDX-License-Identifier: Apache-2.0
// The board's sentences, in the reader's language: names of crews, lengths of time, why a crew goes
// and why nobody does.
import { useI18n } from 'vue-i18n';
import { name_of } from '@/base/i18n/i18n';
import { use_span } from '@/base/time/use_span';
import { because, cost, explanation, obstacle } from './explain';
import type { Choice, JobFacts, Proposal } from './model';

interface CrewFacts {
  name_zh: string;
  name_en: string;
  skills: string[];
}

export function use_words(crews: () => ReadonlyMap<string, CrewFacts>) {
  const { t, te } = useI18n();
  const span_of_ms = use_span();
  const span = (seconds: number) => span_of_ms(Math.max(60, Math.round(seconds / 60) * 60) * 1000);
  const crew = (id: string) => name_of(crews().get(id)) || id;
  const title = (p: Pick<Proposal, 'title_zh' | 'title_en' | 'job'>) =>
    name_of(p, 'title') || p.job;
  const joined = (names: readonly string[]) => names.join(t('dispatch.joint'));

  function why(p: Proposal): string {
    const sentence = because(p);
    return sentence ? t(sentence.key, sentence.values, Number(sentence.values.n ?? 1)) : '';
  }

  function explained(p: Proposal): string {
    const sentence = explanation(p, why(p), { crew, span });
    return t(sentence.key, sentence.values);
  }

  // A code that a newer server has and this console does not is shown as it is.
  function coded(prefix: string, code: string, said: readonly string[]): string {
    const kinds = said.map((name) =>
      te(`vehicle_kind.${name}`) ? t(`vehicle_kind.${name}`) : name,
    );
    const names = code === 'nobody_has_vehicle' ? kinds : said;
    if (names.length > 0 && te(`${prefix}_named.${code}`))
      return t(`${prefix}_named.${code}`, { names: joined(names) });
    const reason = te(`${prefix}.${code}`) ? t(`${prefix}.${code}`) : code;
    return names.length > 0 ? t('dispatch.named', { reason, names: joined(names) }) : reason;
  }

  const nobody = (p: Pick<Proposal, 'reason' | 'reason_names'>) =>
    coded('dispatch_reason', p.reason, p.reason_names);

  function costs(choice: Choice): string {
    if (choice.unknown) return t('dispatch.cost_unknown');
    const sentence = cost(choice, { span });
    return t(sentence.key, sentence.values);
  }

  // What it would cost to give the crew the job, or why it cannot go.
  function price(choice: Choice, job: JobFacts | undefined): string {
    if (choice.able && !choice.unknown) return costs(choice);
    const { code, names } = obstacle(choice, job, crews().get(choice.crew)?.skills);
    return code === 'none' ? costs(choice) : coded('dispatch_unable', code, names);
  }

  const drives = (choice: Choice) =>
    choice.able && !choice.unknown ? t('dispatch.drives', { span: span(choice.drive_s) }) : '';

  return { crew, title, span, why, explained, nobody, price, drives };
}

export type BoardWords = ReturnType<typeof use_words>;
