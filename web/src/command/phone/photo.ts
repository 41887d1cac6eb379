// SPDX-License-Identifier: Apache-2.0
// A photo as the phone keeps it: small enough for a thin line, as bytes (every browser's database
// keeps bytes, not every one keeps a file).
import { new_key } from '@/base/api/client';
import { small_photo } from '@/command/order/photo';
import type { KeptPhoto } from './model';

export async function photo_of(file: File): Promise<KeptPhoto> {
  const small = await small_photo(file);
  return { id: new_key(), bytes: await small.arrayBuffer(), type: small.type, attachment: '' };
}
