// SPDX-License-Identifier: Apache-2.0
import type { ListShape } from '@/base/table/column';

export const vehicle_list: ListShape = {
  noun: 'vehicle',
  path: '/vehicles',
  live: 'vehicles',
  standing: true,
  id: 'id',
  default_sort: 'id',
  columns: [
    { key: 'name', label: 'field.name', cell: 'name' },
    { key: 'in_service', label: 'field.state', cell: 'word', sort: 'in_service' },
    { key: 'kind', label: 'vehicle.kind', cell: 'word', words: 'vehicle_kind', sort: 'kind' },
    { key: 'unit', label: 'field.unit', cell: 'text', sort: 'unit' },
    { key: 'crew', label: 'noun.crew', cell: 'text', sort: 'crew' },
    { key: 'position_at', label: 'crew.position', cell: 'since', sort: 'position_at' },
    { key: 'range_km', label: 'vehicle.range_km', cell: 'number', sort: 'range_km' },
    { key: 'plate', label: 'vehicle.plate', cell: 'text', sort: 'plate' },
    { key: 'seats', label: 'vehicle.seats', cell: 'number', sort: 'seats', hidden: true },
    { key: 'id', label: 'vehicle.id', cell: 'text', sort: 'id' },
  ],
  choices: [
    {
      attribute: 'kind',
      label: 'vehicle.kind',
      kind: 'choice',
      words: 'vehicle_kind',
      values: ['base_station_car', 'power_car', 'van'],
    },
    { attribute: 'in_service', label: 'vehicle.in_service', kind: 'yes_no' },
    { attribute: 'unit', label: 'field.unit_code', kind: 'text' },
    { attribute: 'crew', label: 'noun.crew', kind: 'text' },
  ],
};
