// SPDX-License-Identifier: Apache-2.0
// True on a phone: cards instead of tables, the bar below instead of the rail.
import { ref } from 'vue';

const query = window.matchMedia('(max-width: 760px)');

export const narrow = ref(query.matches);

query.addEventListener('change', (event) => (narrow.value = event.matches));
