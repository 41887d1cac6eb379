// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/password.h"

#include <set>

#include <doctest/doctest.h>

namespace lifeline::identity {

TEST_CASE("a password verifies against its own hash only") {
  const auto hash = hash_password("correct horse");
  REQUIRE(hash.has_value());
  CHECK(hash->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(verify_password("correct horse", *hash));
  CHECK(!verify_password("correct hors", *hash));
  CHECK(!verify_password("Correct horse", *hash));
  CHECK(!verify_password("", *hash));
  CHECK(!verify_password("correct horse", ""));
  CHECK(!verify_password("correct horse", "$argon2id$nonsense"));
}

TEST_CASE("the same password hashes to another text each time") {
  CHECK(*hash_password("correct horse") != *hash_password("correct horse"));
}

TEST_CASE("a password must be neither short nor endless") {
  CHECK(hash_password("123456789").error().name == "password_must_be_long");
  CHECK(hash_password("1234567890").has_value());
  CHECK(hash_password(std::string(200, 'x')).has_value());
  CHECK(hash_password(std::string(201, 'x')).error().name == "password_must_be_short");
}

TEST_CASE("tokens and passwords made by chance differ and are well formed") {
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    const std::string token = random_token();
    CHECK(token.size() == 64);
    CHECK(token.find_first_not_of("0123456789abcdef") == std::string::npos);
    const std::string password = random_password();
    CHECK(password.size() == 16);
    CHECK(password.find_first_of("0O1lI") == std::string::npos);
    seen.insert(token);
    seen.insert(password);
  }
  CHECK(seen.size() == 100);
}

TEST_CASE("SHA-256 is that of the standard") {
  CHECK(sha256_hex("abc") ==  // FIPS 180-4, example B.1
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace lifeline::identity
