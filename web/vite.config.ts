// SPDX-License-Identifier: Apache-2.0
// Builds the console into dist/: hashed names, and a .gz and a .br beside each text file so that
// the server only has to pick one.
import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { phone_shell } from './tools/phone_shell.mjs';
import { precompress } from './tools/precompress.mjs';

export default defineConfig({
  plugins: [vue(), phone_shell(), precompress()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    reportCompressedSize: false,
    rollupOptions: {
      // The worker's name is its address: it must not change with its content.
      input: { index: 'index.html', phone_worker: 'src/command/phone/worker.ts' },
      output: {
        experimentalMinChunkSize: 8_000,
        entryFileNames: ({ name }) =>
          name === 'phone_worker' ? '[name].js' : 'assets/[name]-[hash].js',
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': process.env.LIFELINE_URL ?? 'http://127.0.0.1:8080',
    },
  },
  test: { include: ['src/**/*_test.ts', 'tools/**/*_test.ts'], environment: 'node' },
});
