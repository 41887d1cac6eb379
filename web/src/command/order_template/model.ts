// SPDX-License-Identifier: Apache-2.0
// An order that is given again and again, by name; and what is sent to keep or change one.
import { blank, text_body, with_template, type Draft, type Template } from '@/command/order/draft';
import type { TimelineEntry } from '@/base/time/model';

export interface TemplateRow extends Template {
  unit: string;
  changed_at: string;
  changed_by: string;
  reason: string;
}

export interface TemplatePage extends TemplateRow {
  timeline: { at: string; kind: string; who: string; text: string }[];
}

export interface TemplateName {
  name_zh: string;
  name_en: string;
  unit: string;
}

export const template_path = (id: string) => `/order_templates/${encodeURIComponent(id)}`;

// A template's own words and times; a deadline that it has not stays none.
export const draft_of = (template: Template): Draft => ({
  ...with_template(blank(), template),
  acknowledge_min: Math.round(template.acknowledge_within_s / 60),
  finish_min: Math.round(template.finish_within_s / 60),
});

export function template_body(name: TemplateName, draft: Draft): Record<string, unknown> {
  const { widen_to: _, substitutes: __, ...words } = text_body(draft);
  return {
    name_zh: name.name_zh.trim(),
    name_en: name.name_en.trim(),
    ...(name.unit ? { unit: name.unit } : {}),
    ...words,
    pass_down_to: draft.pass_down_to,
  };
}

export const timeline_of = (page: TemplatePage): TimelineEntry[] =>
  page.timeline.map(({ at, kind, who, text }) => ({
    at,
    kind: `template_${kind}`,
    who,
    text_zh: text,
    text_en: text,
    ref: '',
  }));
