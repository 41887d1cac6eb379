// SPDX-License-Identifier: Apache-2.0
// One page of the server, two programs: the crew's phone, which must be small and work without a
// network, and the console. Each starts when it is called: where the build puts both into one
// chunk, to load one must not start the other.
if (/^\/phone\/?$/.test(window.location.pathname))
  void import('@/command/phone/start').then(({ start }) => start());
else void import('./main').then(({ start }) => start());
