// SPDX-License-Identifier: Apache-2.0
// People as they are pasted: one a line, parted by commas, spaces or tabs; what begins with + or is
// a Chinese mobile number is a phone, what holds a digit a staff number, the rest the name.

export interface NewMember {
  name: string;
  phone: string;
  person: string;
}

const phone_of = (word: string) =>
  /^\+[1-9]\d{6,14}$/.test(word) ? word : /^1[3-9]\d{9}$/.test(word) ? `+86${word}` : '';

export function people_of(text: string): NewMember[] {
  const people: NewMember[] = [];
  for (const line of text.split('\n')) {
    const member: NewMember = { name: '', phone: '', person: '' };
    const names: string[] = [];
    for (const word of line.split(/[\s,，;；、]+/).filter(Boolean)) {
      const phone = phone_of(word);
      if (phone) member.phone = phone;
      else if (/\d/.test(word)) member.person = word;
      else names.push(word);
    }
    member.name = names.join(' ');
    if (member.name || member.phone || member.person) people.push(member);
  }
  return people;
}
