// SPDX-License-Identifier: Apache-2.0
// Members say whose they are by their team alone, so the desks are asked first which of the teams
// they have; then all goes as in every import.
#include <array>
#include <unordered_map>

#include "base/text.h"
#include "command/team/import.h"

namespace lifeline::team {
namespace {

namespace detail = desk::import_detail;

constexpr std::array<std::string_view, 5> columns = {"team", "person", "name", "phone", "skills"};

Listed read(desk::RowFields& fields) {
  Listed listed;
  listed.team = fields.id("team");
  listed.member.person = fields.optional_name("person");
  listed.member.name = fields.name("name");
  listed.member.phone = fields.phone("phone");
  for (const std::string_view skill : split(fields.raw("skills"), ';'))
    if (!trimmed(skill).empty()) listed.member.skills.emplace_back(trimmed(skill));
  return listed;
}

std::string key_of(const Listed& listed) {
  const Member& m = listed.member;
  return listed.team + "|" + (m.person.empty() ? m.name + "|" + m.phone : "#" + m.person);
}

struct Job {
  std::shared_ptr<const desk::Request> request;
  std::string id;  // of the intents
  std::vector<Listed> rows;
  std::vector<detail::Origin> origins;        // of each row
  std::vector<detail::Share<Listed>> shares;  // by desk
  std::vector<std::vector<size_t>> places;    // of each share's rows, in the file
  desk::ImportReport report;
  bool may_import = false;  // nothing is refused, and more than a check was asked for

  bool read_all(std::string_view text);
  void check(size_t index, const desk::Nouns& nouns);
  void sum_up();
  void submit(desk::Desks& desks, desk::Reply reply);
};

bool Job::read_all(std::string_view text) {
  std::unordered_map<std::string, uint64_t> lines;
  return detail::read_rows(text, columns, report, [&](desk::RowFields& fields) {
    Listed listed = read(fields);
    if (listed.team.empty()) return;
    const auto [first, is_new] = lines.try_emplace(key_of(listed), fields.line());
    if (!is_new)
      return fields.refuse(
          "name", invalid("row_must_not_be_repeated", {},
                          listed.member.name + " stands on line " + std::to_string(first->second)));
    rows.push_back(std::move(listed));
    origins.push_back({.line = fields.line(), .refused = fields.refused()});
  });
}

// On the desk's thread; touches the desk's own share only.
void Job::check(size_t index, const desk::Nouns& nouns) {
  const auto& state = nouns.get<State>();
  auto& share = shares[index];
  for (size_t row = 0; row < rows.size(); ++row) {
    if (!state.teams.contains(rows[row].team)) continue;
    share.rows.push_back(rows[row]);
    share.origins.push_back(origins[row]);
    places[index].push_back(row);
  }
  share.checked = team::check(state, share.rows, nouns, request->caller);
}

void Job::sum_up() {
  std::vector<bool> is_known(rows.size());
  for (size_t i = 0; i < shares.size(); ++i) {
    const auto& share = shares[i];
    report.added += share.checked.added;
    report.changed += share.checked.changed;
    report.unchanged += share.checked.unchanged;
    for (const size_t row : places[i]) is_known[row] = true;
    for (const desk::Finding& finding : share.checked.findings) {
      const detail::Origin& origin = share.origins.at(finding.row);
      if ((origin.refused & detail::bit_of(columns, finding.error.field)) == 0)
        detail::note(report, origin.line, finding.error.field, finding.error);
    }
    if (share.rows.size() > limits::import_rows_per_desk_max)
      detail::note(report, share.origins.back().line, {},
                   invalid("rows_must_be_fewer", {}, "for one desk: divide the file").value());
  }
  for (size_t row = 0; row < rows.size(); ++row)
    if (!is_known[row])
      detail::note(report, origins[row].line, "team",
                   invalid("team_must_be_known", {}, rows[row].team).value());
}

void Job::submit(desk::Desks& desks, desk::Reply reply) {
  std::vector<size_t> concerned;
  for (size_t i = 0; i < shares.size(); ++i)
    if (shares[i].checked.added + shares[i].checked.changed > 0) concerned.push_back(i);
  if (concerned.empty()) return reply(detail::answer(report));
  const auto joined = std::make_shared<detail::Joined>(concerned.size(), report, std::move(reply));
  for (const size_t i : concerned) {
    const auto decided = [](const desk::Outcome& outcome, const desk::Nouns&) {
      if (!outcome.repeated && !outcome.each.empty() && !outcome.each[0])
        return desk::problem(outcome.each[0].error());
      return desk::Response{};
    };
    Command command = Enlist{.members = std::move(shares[i].rows)};
    desks.submit(desks.plan().desks()[i],
                 desk::intent(request->caller, std::move(command), id, "import"), decided,
                 [joined](desk::Response response) { joined->take(std::move(response)); });
  }
}

void import_members(const std::shared_ptr<const desk::Request>& request, desk::Desks& desks,
                    const desk::Reply& reply) {
  const auto text = detail::decoded(*request);
  if (!text) return reply(desk::problem(text.error()));
  auto id = desk::idempotency_id(*request);
  if (!id) return reply(desk::problem(id.error()));
  const auto job = std::make_shared<Job>();
  job->id = std::move(*id);
  job->request = request;
  if (!job->read_all(*text)) return reply(detail::answer(job->report));
  job->shares.resize(desks.plan().desks().size());
  job->places.resize(desks.plan().desks().size());
  const auto look = [job](size_t index, UnitCode, const desk::Nouns& nouns) {
    job->check(index, nouns);
  };
  const auto combine = [job] {
    job->sum_up();
    const bool is_check = job->request->query_value("check") == "true";
    job->may_import = !is_check && job->report.refused_total == 0;
    return job->may_import ? desk::Response{} : detail::answer(job->report);
  };
  const auto next = [job, &desks, reply](desk::Response response) {
    if (!job->may_import) return reply(std::move(response));
    job->submit(desks, reply);
  };
  desks.read_each(look, combine, next);
}

}  // namespace

desk::Route members_import_route() {
  const auto handler = [](auto request, desk::Desks& desks, desk::Reply reply) {
    import_members(request, desks, reply);
  };
  desk::Route route = detail::route("team_member", "/api/v1/team_members/import", columns, handler);
  route.tag = "team";
  return route;
}

}  // namespace lifeline::team
