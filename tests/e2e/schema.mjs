// SPDX-License-Identifier: Apache-2.0
// As much of JSON Schema 2020-12 as the API's description uses; any other word is an error here.

const types = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

const words = {
  type: (type, value) => [type].flat().some((one) => types[one](value)) || `must be ${type}`,
  enum: (known, value) => known.includes(value) || `must be among ${known}`,
  const: (known, value) => known === value || `must be ${known}`,
  minimum: (least, value) => typeof value !== 'number' || value >= least || `at least ${least}`,
  maximum: (most, value) => typeof value !== 'number' || value <= most || `at most ${most}`,
  minItems: (least, value) => !Array.isArray(value) || value.length >= least || `too few`,
  maxItems: (most, value) => !Array.isArray(value) || value.length <= most || `too many`,
  maxLength: (most, value) => typeof value !== 'string' || value.length <= most || `too long`,
  pattern: (text, value) =>
    typeof value !== 'string' || new RegExp(text, 'u').test(value) || `must match ${text}`,
  required: (names, value) =>
    !types.object(value) || names.every((name) => name in value) || `must have ${names}`,
};
const annotations = new Set(['description', 'title', 'format', 'example', 'examples', 'default']);

/// What is wrong with the value, as ["path: what", …].
export function wrongs(schema, value, path = '$') {
  const found = [];
  for (const [word, argument] of Object.entries(schema)) {
    if (word in words) {
      const verdict = words[word](argument, value);
      if (verdict !== true) found.push(`${path}: ${verdict}, is ${JSON.stringify(value)}`);
    } else if (word === 'properties') {
      for (const [name, inner] of Object.entries(argument))
        if (types.object(value) && name in value)
          found.push(...wrongs(inner, value[name], `${path}.${name}`));
    } else if (word === 'additionalProperties') {
      found.push(...wrong_others(schema, argument, value, path));
    } else if (word === 'items') {
      if (Array.isArray(value))
        value.forEach((item, i) => found.push(...wrongs(argument, item, `${path}[${i}]`)));
    } else if (word === 'allOf') {
      for (const inner of argument) found.push(...wrongs(inner, value, path));
    } else if (word === 'anyOf') {
      const each = argument.map((inner) => wrongs(inner, value, path));
      if (!each.some((none) => none.length === 0)) found.push(...each.flat());
    } else if (!annotations.has(word)) {
      found.push(`${path}: the word ${word} is not known here`);
    }
  }
  return found;
}

function wrong_others(schema, others, value, path) {
  if (!types.object(value)) return [];
  const known = schema.properties ?? {};
  const names = Object.keys(value).filter((name) => !(name in known));
  if (others === false) return names.map((name) => `${path}.${name}: is not described`);
  if (others === true) return [];
  return names.flatMap((name) => wrongs(others, value[name], `${path}.${name}`));
}
