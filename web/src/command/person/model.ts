// SPDX-License-Identifier: Apache-2.0
// People whom an order can name: who is away, and who stands in.
export interface PersonRow {
  id: string;
  name_zh: string;
  name_en: string;
  unit: string;
  skills: string[];
  phone: string;
  email: string;
  account: string;
  substitute: string;
  absent: boolean;
  absent_from: string;
  absent_until: string;
  absence_reason: string;
}

export interface ListedIn {
  id: string;
  kind: string;
  unit: string;
  name_zh: string;
  name_en: string;
  post: string;
}

export interface Person extends PersonRow {
  substitute_name_zh: string;
  substitute_name_en: string;
  stand_in: string;
  stand_in_name_zh: string;
  stand_in_name_en: string;
  rosters: ListedIn[];
}
