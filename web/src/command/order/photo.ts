// SPDX-License-Identifier: Apache-2.0
// A photo on its way to the server. What a telephone takes is larger than a result needs and the
// line may be thin: beyond `bytes_sent_max` it is drawn again, at most `side_px_max` wide and high.
import { new_key, request } from '@/base/api/client';

const bytes_sent_max = 1024 * 1024;
const side_px_max = 2048;
const quality = 0.85;
const send_ms_max = 120_000;
const types = ['image/jpeg', 'image/png', 'image/webp'];

export const photo_types = types.join(',');

export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, side_px_max / Math.max(width, height, 1));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

async function drawn_smaller(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, fitted(picture.width, picture.height));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(blob ?? file), 'image/jpeg', quality);
  });
}

// As it is sent; a picture that the browser cannot draw stays as it is.
export async function small_photo(file: File): Promise<Blob> {
  const is_large = file.size > bytes_sent_max || !types.includes(file.type);
  return is_large ? drawn_smaller(file).catch(() => file) : file;
}

// The id that the photo is known by from then on: the digest of its bytes, so that sending it again
// changes nothing.
export async function send_photo(file: File): Promise<string> {
  const body = await small_photo(file);
  const response = await request('/attachments', {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      'Content-Type': body.type,
      'Idempotency-Key': new_key(),
    },
    body,
    signal: AbortSignal.timeout(send_ms_max),
  });
  return ((await response.json()) as { id: string }).id;
}
