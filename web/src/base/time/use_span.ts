// SPDX-License-Identifier: Apache-2.0
import { useI18n } from 'vue-i18n';
import { span_key, span_of } from './words';

// A length of time in the reader's words: "12 min", "4 h", "1 d 2 h".
export function use_span() {
  const { t } = useI18n();
  return (ms: number): string => {
    const span = span_of(ms);
    return t(span_key(span), { n: span.count, minor: span.minor }, span.count);
  };
}
