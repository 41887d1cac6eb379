// SPDX-License-Identifier: Apache-2.0
#include "rehearsal/scenario.h"

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

namespace lifeline::rehearsal {
namespace {

namespace fs = std::filesystem;

// A folder with a whole scenario, gone with the test.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / "lifeline-scenario-test") {
    fs::remove_all(path_);
    fs::create_directories(path_);
    write("scenario.toml",
          "name = \"t\"\nstarts = \"2020-01-20T00:00:00+08:00\"\n"
          "ends = \"2020-01-21T00:00:00+08:00\"\nspeed_default = 60\ndesks = [\"420000\"]\n"
          "[files]\nunits = \"u.csv\"\nsites = \"s.csv\"\ntimeline = \"t.csv\"\n"
          "network = \"n.toml\"\n");
    write("n.toml",
          "seed = 5\n[faults_per_day]\nfibre = 0.25\n[staff.county]\n"
          "acknowledge_median_s = 42\n");
    write("u.csv",
          "code,name_zh,name_en,level,parent,duty_name,duty_phone,longitude_deg,latitude_deg\n"
          "100000,集团,Group,group,,值班,+861000000001,116.3,39.9\n");
    write("s.csv",
          "id,name_zh,name_en,kind,tier,region,unit,longitude_deg,latitude_deg,address,services\n"
          "X,站,Site,hospital,2,420106,100000,114.3,30.5,\"a, b\",5g;4g\n");
    write("t.csv",
          "at,kind,place,title_zh,title_en,source,parameters\n"
          "2020-01-20T10:00:00+08:00,storm,420106,甲,late,simulated,"
          "kind=power_failure;scale=4;repair_min=30;spare=0;alarms=9\n"
          "2020-01-20T09:00:00+08:00,surge,X,乙,early,simulated,load=1.5;hours=2\n");
  }
  ~Folder() { fs::remove_all(path_); }
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

std::string detail_of(const Result<Scenario>& scenario) {
  REQUIRE(!scenario);
  CHECK(scenario.error().name == "scenario_must_be_well_formed");
  return scenario.error().detail;
}

}  // namespace

TEST_CASE("a scenario is read whole, its timeline in time order") {
  const Folder folder;
  const auto scenario = load_scenario(folder.path());
  REQUIRE(scenario);
  CHECK(scenario->name == "t");
  CHECK(scenario->speed == 60);
  CHECK(to_rfc3339(scenario->starts) == "2020-01-19T16:00:00.000000Z");
  CHECK(scenario->desks == std::vector<UnitCode>{{420000}});
  CHECK(scenario->parameters.seed == 5);
  CHECK(scenario->parameters.faults_per_day[static_cast<size_t>(element::Kind::fibre)] == 0.25);
  CHECK(scenario->parameters.staff.levels[static_cast<size_t>(unit::Level::county)]
            .acknowledge_median_s == 42);
  REQUIRE(scenario->sites.size() == 1);
  CHECK(scenario->sites[0].address == "a, b");
  REQUIRE(scenario->sites[0].services.size() == 2);
  CHECK(scenario->sites[0].services[0].kind == site::Service::_5g);
  REQUIRE(scenario->timeline.size() == 2);
  CHECK(scenario->timeline[0].title_en == "early");
  CHECK(scenario->timeline[0].load == 1.5);
  const Moment& storm = scenario->timeline[1];
  CHECK(storm.fault == FaultKind::power_failure);
  CHECK(storm.scale == 4);
  CHECK(storm.alarms == 9);
  CHECK_FALSE(storm.spare);
}

TEST_CASE("what is wrong is told with its file and line") {
  struct Wrong {
    std::string file;
    std::string text;
    std::string where;
  };
  const std::string sites =
      "id,name_zh,name_en,kind,tier,region,unit,longitude_deg,latitude_deg,address,services\n";
  const std::string moments = "at,kind,place,title_zh,title_en,source,parameters\n";
  const Wrong rows[] = {
      {"s.csv", sites + "X,a,b,castle,1,420106,100000,114,30,,4g\n", "s.csv:2: "},
      {"s.csv", sites + "X,a,b,hospital,4,420106,100000,114,30,,4g\n", "'tier'"},
      {"s.csv", sites + "X,a,b,hospital,1,420106,100000,114,30,,6g\n", "'services'"},
      {"s.csv", sites + "X,a\n", "s.csv:2: as many fields"},
      {"s.csv", "id\nX\n", "no column"},
      {"t.csv", moments + "today,fact,X,a,b,c,\n", "t.csv:2: "},
      {"t.csv", moments + "2020-01-20T10:00:00Z,fault,Nowhere,a,b,c,\n", "'place'"},
      {"t.csv", moments + "2020-01-20T10:00:00Z,fault,X,a,b,c,scale=many\n", "scale"},
      {"n.toml", "seed = 1\n[topology]\nrings_wuhan = \"two\"\n", "n.toml:3: rings_wuhan"},
      {"n.toml", "seed = \n", "n.toml:1: "},
      {"scenario.toml", "name = \"t\"\n", "starts must be there"},
  };
  for (const Wrong& row : rows) {
    const Folder folder;
    folder.write(row.file, row.text);
    const std::string detail = detail_of(load_scenario(folder.path()));
    CHECK_MESSAGE(detail.find(row.where) != std::string::npos, detail);
  }
}

TEST_CASE("a folder without a scenario is named") {
  const auto scenario = load_scenario("no-such-folder");
  REQUIRE(!scenario);
  CHECK(scenario.error().name == "scenario_must_be_readable");
  CHECK(scenario.error().field == "no-such-folder/scenario.toml");
}

TEST_CASE("the scenario of Wuhan can be read") {
  const auto scenario = load_scenario(LIFELINE_SOURCE_DIR "/scenarios/wuhan-2020");
  REQUIRE(scenario);
  CHECK(scenario->units.size() == 90);
  CHECK(scenario->sites.size() == 136);
  CHECK(scenario->timeline.size() == 157);
}

}  // namespace lifeline::rehearsal
