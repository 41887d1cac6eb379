// SPDX-License-Identifier: Apache-2.0
// Where each page lives. ?wall on any address is the wall; whoever is not signed in signs in first
// and then comes to the address that was asked for.
import { createRouter, createWebHistory } from 'vue-router';
import { use_session } from '@/command/session/session';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'duty', component: () => import('@/command/duty/duty_page.vue') },
    {
      path: '/incidents',
      name: 'incidents',
      component: () => import('@/command/incident/incident_page.vue'),
    },
    { path: '/orders', name: 'orders', component: () => import('@/command/order/order_page.vue') },
    {
      path: '/order-templates',
      name: 'order_templates',
      component: () => import('@/command/order_template/template_page.vue'),
    },
    { path: '/teams', name: 'teams', component: () => import('@/command/team/team_page.vue') },
    {
      path: '/team-members',
      name: 'team_members',
      component: () => import('@/command/team/member_page.vue'),
    },
    {
      path: '/team-tasks',
      name: 'team_tasks',
      component: () => import('@/command/team/task_page.vue'),
    },
    {
      path: '/team-count',
      name: 'team_count',
      component: () => import('@/command/team/count_page.vue'),
    },
    {
      path: '/channels',
      name: 'channels',
      component: () => import('@/command/notice/channel_page.vue'),
    },
    {
      path: '/notices',
      name: 'notices',
      component: () => import('@/command/notice/notice_page.vue'),
    },
    {
      path: '/reports',
      name: 'reports',
      component: () => import('@/command/report/report_page.vue'),
    },
    {
      path: '/reports/:id',
      name: 'report',
      component: () => import('@/command/report/reader_page.vue'),
    },
    { path: '/units', name: 'units', component: () => import('@/command/unit/unit_page.vue') },
    {
      path: '/people',
      name: 'people',
      component: () => import('@/command/person/person_page.vue'),
    },
    {
      path: '/dispatch',
      name: 'dispatch',
      component: () => import('@/command/dispatch/dispatch_page.vue'),
    },
    { path: '/jobs', name: 'jobs', component: () => import('@/command/job/job_page.vue') },
    {
      path: '/jobs/:id',
      redirect: (to) => ({ path: '/jobs', query: { open: `job:${String(to.params.id)}` } }),
    },
    { path: '/crews', name: 'crews', component: () => import('@/command/crew/crew_page.vue') },
    {
      path: '/vehicles',
      name: 'vehicles',
      component: () => import('@/command/vehicle/vehicle_page.vue'),
    },
    {
      path: '/rosters',
      name: 'rosters',
      component: () => import('@/command/roster/roster_page.vue'),
    },
    {
      path: '/rosters/:id/watch',
      name: 'watch',
      component: () => import('@/command/roster/watch_page.vue'),
    },
    { path: '/desks', name: 'desks', component: () => import('@/command/desk/desk_page.vue') },
    { path: '/wall', name: 'wall', component: () => import('@/network/wall/wall_page.vue') },
    { path: '/sites', name: 'sites', component: () => import('@/network/site/site_page.vue') },
    {
      path: '/sites/:id',
      name: 'own_site',
      component: () => import('@/network/site/own_page.vue'),
    },
    {
      path: '/outages',
      name: 'outages',
      component: () => import('@/network/outage/outage_page.vue'),
    },
    {
      path: '/service-level',
      name: 'service_level',
      component: () => import('@/network/outage/level_page.vue'),
    },
    {
      path: '/incidents/:id/topology',
      name: 'topology',
      component: () => import('@/network/topology/topology_page.vue'),
    },
    { path: '/alarms', name: 'alarms', component: () => import('@/network/alarm/alarm_page.vue') },
    {
      path: '/elements',
      name: 'elements',
      component: () => import('@/network/element/element_page.vue'),
    },
    {
      path: '/sources',
      name: 'sources',
      component: () => import('@/network/door/door_page.vue'),
    },
    {
      path: '/mappings',
      name: 'mappings',
      component: () => import('@/network/mapping/mapping_page.vue'),
    },
    {
      path: '/scenarios',
      name: 'scenarios',
      component: () => import('@/network/scenario/scenario_page.vue'),
    },
    {
      path: '/planned-works',
      name: 'planned_works',
      component: () => import('@/network/planned_work/planned_work_page.vue'),
    },
    {
      path: '/expansions',
      name: 'expansions',
      component: () => import('@/network/measurement/expansion_page.vue'),
    },
    {
      path: '/thresholds',
      name: 'thresholds',
      component: () => import('@/network/measurement/threshold_page.vue'),
    },
    {
      path: '/import',
      name: 'intake',
      component: () => import('@/network/intake/intake_page.vue'),
    },
    {
      path: '/subscriptions',
      name: 'subscriptions',
      component: () => import('@/command/subscription/subscription_page.vue'),
    },
    {
      path: '/accounts',
      name: 'accounts',
      component: () => import('@/command/account/account_page.vue'),
    },
    {
      path: '/sign-in',
      name: 'sign_in',
      component: () => import('@/command/session/sign_in_page.vue'),
      meta: { open: true },
    },
    { path: '/:rest(.*)*', name: 'unknown', component: () => import('./unknown_page.vue') },
  ],
});

router.beforeEach((to) => {
  if ('wall' in to.query && to.path !== '/wall' && !to.meta.open) {
    const { assurance } = to.query;
    return { path: '/wall', query: { wall: null, ...(assurance ? { assurance } : {}) } };
  }
  const session = use_session();
  if (!to.meta.open && !session.signed_in)
    return { path: '/sign-in', query: { next: to.fullPath } };
  if (to.meta.open && session.signed_in) return { path: '/' };
  return true;
});
