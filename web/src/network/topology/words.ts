// SPDX-License-Identifier: Apache-2.0
// What a box of the topology says, in the reader's language; the picture and the list say the same.
import { useI18n } from 'vue-i18n';
import { language } from '@/base/i18n/i18n';
import { is_crowd, type TopologyNode } from './model';

export function use_words() {
  const { t, te } = useI18n();

  function kind_word(node: TopologyNode): string {
    const key = node.role === 'site' ? `site_kind.${node.kind}` : `element_kind.${node.kind}`;
    return te(key) ? t(key) : t('topology.unknown');
  }

  function name(node: TopologyNode): string {
    if (is_crowd(node)) {
      const kind = node.role === 'site' ? t('topology.more_sites') : kind_word(node);
      return t('topology.crowd', { n: node.count, kind });
    }
    return (language.value === 'en' && node.name_en) || node.name || node.id;
  }

  // "Down · the root", "Degraded · 4G, voice".
  function state_word(node: TopologyNode): string {
    const parts = [node.condition ? t(`site_state.${node.condition}`) : t('topology.unknown')];
    if (node.role === 'root') parts.push(t('topology.role_root'));
    if (node.role === 'carries_on') parts.push(t('topology.role_carries_on'));
    if (node.services.length > 0)
      parts.push(node.services.map((one) => t(`service.${one}`)).join(t('filter.or')));
    else if (node.role !== 'site' && !is_crowd(node)) parts.push(kind_word(node));
    return parts.join(' · ');
  }

  function said(node: TopologyNode): string {
    const parts = [`${name(node)} ${state_word(node)}`];
    if (node.sure_percent < 100) parts.push(t('topology.sure', { n: node.sure_percent }));
    if (node.alarms_open > 0)
      parts.push(t('site.alarms_open', { n: node.alarms_open }, node.alarms_open));
    if (is_crowd(node)) parts.push(t('topology.press_to_open'));
    return parts.join(' · ');
  }

  return { name, kind_word, state_word, said };
}
