// SPDX-License-Identifier: Apache-2.0
// Says where the crew is while this page is open and somebody has allowed it. Only the newest fix
// is kept while there is no network: the way there is nobody's business.
import { computed, onScopeDispose, ref, watch } from 'vue';
import { keep, read_kept } from '@/base/table/views';
import { crew_path } from '@/command/crew/model';
import { post } from './line';
import { is_worth_telling, type Fix } from './position';
import { use_phone } from './use_phone';

export type Sharing = 'off' | 'on' | 'denied' | 'unable';

const wish = 'phone.position';

export function use_position() {
  const { crew, connection, at_of_phone } = use_phone();
  const has_place = 'geolocation' in navigator && window.isSecureContext;
  const sharing = ref<Sharing>(has_place ? 'off' : 'unable');
  const told_at = ref('');
  const crew_id = computed(() => crew.value?.id ?? '');
  let newest: Fix | null = null;
  let told: Fix | null = null;
  let watching = 0;
  let busy = false;

  async function tell(): Promise<void> {
    const fix = newest;
    if (!fix || busy || !crew_id.value || !is_worth_telling(told, fix)) return;
    busy = true;
    try {
      const at = at_of_phone(fix.at_ms);
      await post(`${crew_path(crew_id.value)}/position`, { place: fix.place, at });
      told_at.value = at;
      told = fix;
    } catch {
      // The next fix, or the network when it is back, tries again.
    }
    busy = false;
  }

  function on_fix({ coords, timestamp }: GeolocationPosition): void {
    const place = { longitude_deg: coords.longitude, latitude_deg: coords.latitude };
    newest = { place, at_ms: timestamp };
    void tell();
  }

  function on_failure(error: GeolocationPositionError): void {
    if (error.code !== error.PERMISSION_DENIED) return;
    sharing.value = 'denied';
    stop();
  }

  function stop(): void {
    if (watching) navigator.geolocation.clearWatch(watching);
    watching = 0;
  }

  function share(): void {
    stop();
    keep(wish, true);
    sharing.value = 'on';
    const options = { enableHighAccuracy: false, maximumAge: 30_000, timeout: 60_000 };
    watching = navigator.geolocation.watchPosition(on_fix, on_failure, options);
  }

  function end(): void {
    stop();
    keep(wish, false);
    sharing.value = 'off';
  }

  if (has_place && read_kept(wish, false)) share();
  watch([connection, crew_id], () => void tell());
  onScopeDispose(stop);
  return { sharing, told_at, share, end };
}
