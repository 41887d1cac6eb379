// SPDX-License-Identifier: Apache-2.0
// Emergency vehicles: who has them, where they are, how far they get.
export interface Vehicle {
  id: string;
  kind: 'base_station_car' | 'power_car' | 'van';
  name_zh: string;
  name_en: string;
  plate: string;
  unit: string;
  in_service: boolean;
  crew: string;
  capacity_kg: number;
  seats: number;
  fuel_l: number;
  fuel_at: string;
  tank_l: number;
  range_km: number;
  permits: string[];
  longitude_deg: number;
  latitude_deg: number;
  position_at: string;
  out_of_service_reason: string;
  out_of_service_since: string;
  out_of_service_until: string;
}

export const vehicle_path = (id: string): string => `/vehicles/${encodeURIComponent(id)}`;
