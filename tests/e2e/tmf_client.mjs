// SPDX-License-Identifier: Apache-2.0
// Asks a TM Forum API, and holds its answers against the API's own description (tmf_schema.mjs).
import assert from 'node:assert/strict';
import { must_fit } from './tmf_schema.mjs';

const merge_patch = { 'content-type': 'application/merge-patch+json' };

/// `server()` is the one that is asked.
export function tmf_client(server, description) {
  const ask = (method, path, body, options = {}) =>
    server().ask(method, path, { body, ...options });

  async function must(status, method, path, body, options) {
    const answer = await ask(method, path, body, options);
    assert.equal(answer.status, status, `${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  /// The problem, whose reason begins with the field that is to blame.
  async function must_refuse(status, field, method, path, body, options) {
    const answer = await must(status, method, path, body, options);
    assert.equal(answer.headers['content-type'], 'application/json');
    const error = answer.json();
    must_fit(description, 'Error', error);
    assert.equal(error.status, String(status));
    assert.match(error.code, /^[a-z0-9]+(_[a-z0-9]+)+$/);
    assert.ok(error.reason.length > 0);
    if (field) assert.ok(error.reason.startsWith(field), answer.text);
    return error;
  }

  /// What is answered, which is of that type.
  async function fitting(type, status, method, path, body) {
    const headers = method === 'PATCH' ? merge_patch : {};
    const answered = (await must(status, method, path, body, { headers })).json();
    must_fit(description, type, answered);
    return answered;
  }
  return { ask, must, must_refuse, fitting };
}
